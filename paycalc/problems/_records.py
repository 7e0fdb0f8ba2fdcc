"""Messages of the codes ``R…``: R1 reading, R2 checking."""

from __future__ import annotations

from paycalc.problems._databases import DATABASES
from paycalc.problems._message import Message
from paycalc.problems._reading import READING, message
from paycalc.problems._timetables import TIMETABLES
from paycalc.problems._workbooks import WORKBOOKS

_CELLS: dict[str, Message] = {
    "R201": message(
        "error",
        "The table is missing; add its file.",
        "缺少这张表；请补上文件。",
    ),
    "R202": message(
        "error",
        "The column “{column}” ({zh}) is missing; add it.",
        "缺少列“{column}”（{zh}）；请补上。",
    ),
    "R203": message(
        "error",
        "The column “{column}” ({zh}) is missing; the nearest heading is “{nearest}”: "
        "rename it if it is meant.",
        "缺少列“{column}”（{zh}）；最接近的标题是“{nearest}”：如指同一列请改名。",
    ),
    "R204": message(
        "error",
        "The policy reads a column “{column}” that none of these tables has: {tables}; "
        "add it to one of them.",
        "政策要用的列“{column}”在这些表中都没有：{tables}；请补到其中一张表。",
    ),
    "R210": message("error", "The cell is empty; fill it in.", "单元格为空；请填写。"),
    "R211": message(
        "error",
        "There is a text where a number should be; write digits, such as 12 or 12.5.",
        "应为数字却是文字；请写成数字，如 12 或 12.5。",
    ),
    "R212": message(
        "error",
        "The value is infinite or not a number (NaN); give the number, or leave the row out.",
        "数值为无穷大或非数（NaN）；请填写数字，或删除该行。",
    ),
    "R213": message(
        "error",
        "The number is in scientific notation and may have lost digits; write it out.",
        "数字采用科学计数法，可能已丢失位数；请写出完整数字。",
    ),
    "R214": message(
        "error",
        "Something follows the number, such as a unit or a sign; write the number alone.",
        "数字后面带有单位或其他文字；请只写数字。",
    ),
    "R215": message(
        "error",
        "A comma does not separate thousands; write 1234.5 or 1,234.5.",
        "逗号不是千位分隔符；请写成 1234.5 或 1,234.5。",
    ),
    "R216": message(
        "error",
        "The number is beyond 1,000,000,000; correct it.",
        "数字超过十亿；请更正。",
    ),
    "R217": message(
        "error",
        "The amount has more than {decimals} decimals; round it to the currency's digits.",
        "金额的小数超过 {decimals} 位；请按货币的位数填写。",
    ),
    "R218": message(
        "error",
        "The amount is larger than a fund may be; correct it.",
        "金额超过资金的上限；请更正。",
    ),
    "R219": message(
        "error",
        "The cell is not a date of the calendar; write it as 2025-09-01.",
        "单元格不是有效日期；请写成 2025-09-01。",
    ),
    "R220": message(
        "error",
        "“to” lies before “from”; exchange or correct them.",
        "“to”早于“from”；请核对更正。",
    ),
    "R221": message(
        "error",
        "The cell holds an error of the spreadsheet, such as #DIV/0!; mend its formula, or type "
        "the value.",
        "单元格是表格软件的错误值（如 #DIV/0!）；请修正公式，或直接填写数值。",
    ),
    "R222": message(
        "error",
        "The cell is a formula whose result is not stored; open the file in Excel or WPS and save "
        "it, or type the value.",
        "单元格是公式而没有保存结果；请用 Excel 或 WPS 打开并保存，或直接填写结果。",
    ),
    "R223": message(
        "error",
        "The spreadsheet has turned a long number into a power of ten and lost its last digits; "
        "format the column as text and type it again.",
        "表格软件已把过长的数字变成科学计数法，末尾的数字已丢失；请将该列设为文本格式后重新输入。",
    ),
    "R224": message(
        "warning",
        "A date stands in a column of texts (cells: {count}, first this one); a spreadsheet makes "
        "one of 3-1: format the column as text and type it again if that is not meant.",
        "文本列中有日期（{count} 个单元格，此处为第一个）；表格软件会把 3-1 变成日期：如非本意，"
        "请将该列设为文本格式后重新输入。",
    ),
    "R225": message(
        "error",
        "The amount is 0; write what the adjustment gives or takes, or leave the row out.",
        "金额为 0；请填写调整的金额，或删除该行。",
    ),
    "R230": message(
        "error",
        "The school stands in an earlier row too; keep one row for each school.",
        "该学校在前面的行中已出现；每所学校只保留一行。",
    ),
    "R231": message(
        "error",
        "This stint overlaps another one of the same teacher at the same school; "
        "correct from and to, or keep one row.",
        "该任职时段与同一教师在同一学校的另一时段重叠；请更正起止日期，或只保留一行。",
    ),
    "R232": message(
        "error",
        "The case_id stands in an earlier row too; keep one row for each case.",
        "该案件编号在前面的行中已出现；每个案件只保留一行。",
    ),
    "R233": message(
        "error",
        "The adjustment_id stands in an earlier row too, so the money may be counted twice; keep "
        "one row for each adjustment.",
        "该调整编号在前面的行中已出现，金额可能重复计算；每项调整只保留一行。",
    ),
    "R234": message(
        "error",
        "The unit has an opening balance in an earlier row too; keep one row for each unit.",
        "该单位的期初余额在前面的行中已出现；每个单位只保留一行。",
    ),
}

_REFERENCES: dict[str, Message] = {
    "R240": message(
        "error",
        "The school is not in schools; correct the id or add the school.",
        "学校表中没有该学校；请更正编号或补充学校。",
    ),
    "R241": message(
        "error",
        "The teacher is not in staff; correct the id or add the post.",
        "人员表中没有该教师；请更正工号或补充岗位。",
    ),
    "R242": message(
        "error",
        "The teacher has no post at this school; correct the school or add the post to staff.",
        "该教师在这所学校没有岗位；请更正学校，或在人员表中补充岗位。",
    ),
    "R243": message(
        "error",
        "The teacher has more than one post; fill in school_id to say which.",
        "该教师有多个岗位；请填写学校编号说明是哪一个。",
    ),
    "R244": message(
        "error",
        "The teacher_id occurs in more than one county; fill in county_id to say which.",
        "该工号在多个县区出现；请填写县区编号说明是哪一个。",
    ),
    "R245": message(
        "error",
        "No school lies in this county; correct county_id.",
        "没有学校属于该县区；请更正县区编号。",
    ),
    "R246": message(
        "error",
        "The teacher has no post in this county; correct county_id or add the post to staff.",
        "该教师在这个县区没有岗位；请更正县区编号，或在人员表中补充岗位。",
    ),
    "R247": message(
        "error",
        "The fund is of a county without schools; correct county_id or add its schools.",
        "该资金所属的县区没有学校；请更正县区编号或补充学校。",
    ),
    "R248": message(
        "error",
        "The row's county is not the county of its school; correct one of them.",
        "该行的县区与学校所在县区不一致；请更正其一。",
    ),
    "R249": message(
        "error",
        "There is no such unit, or not in this county; a unit is a school, or what level 1 calls "
        "`unit`: correct unit_id or county_id.",
        "没有该单位，或该单位不在这个县区；单位是学校，或一级分配中 `unit` 所指的列：请更正单位编号"
        "或县区编号。",
    ),
    "R250": message(
        "error",
        "The policy is not in effect on the period's first day {first}: it is from {from} to {to}; "
        "take the policy of that time.",
        "时段第一天 {first} 不在政策有效期内（{from} 至 {to}）；请使用当时有效的政策。",
    ),
    "R251": message(
        "error",
        "Schools of more than one county share this unit; a unit lies in one county: "
        "give it a name of its own in each.",
        "该单位包含多个县区的学校；一个单位只能在一个县区内：请分别命名。",
    ),
    "R252": message(
        "error",
        "The unit is called like a school that is not all of it; give the unit another name.",
        "该单位与某所学校同名，但不只含这所学校；请为单位另取名称。",
    ),
    "R253": message(
        "error",
        "There are ethics cases ({count}) and the policy has no veto section; add the section, "
        "or take the table away.",
        "有 {count} 条师德案件，而政策没有一票否决部分；请在政策中补充，或移除该表。",
    ),
    "R254": message(
        "error",
        "The policy's negative list has no such item; listed are: {known}.",
        "政策的负面清单中没有该条目；清单为：{known}。",
    ),
    "R255": message(
        "error",
        "The policy knows no such status; known are: {known}.",
        "政策中没有该状态；可用状态为：{known}。",
    ),
    "R256": message(
        "error",
        "A case with this item and status needs this date; fill it in.",
        "该条目和状态的案件必须有此日期；请填写。",
    ),
}

_NOTICES: dict[str, Message] = {
    "R260": message(
        "warning",
        "The teacher's posts add up to more than 1 full-time equivalent on a day; check fte.",
        "该教师的折算人数在某一天合计超过 1；请核对折算人数。",
    ),
    "R261": message(
        "warning",
        "The policy never mentions the text of this cell (rows with it: {count}, first this one); "
        "mentioned are: {known}.",
        "政策从未提到该单元格的内容（相同内容的行：{count} 行，此处为首行）；政策提到的有："
        "{known}。",
    ),
    "R262": message(
        "warning",
        "The county has schools and no fund; add one if it has money.",
        "该县区有学校而没有资金；如有资金请补充。",
    ),
    "R263": message(
        "warning",
        "The policy ends on {to}, before the period does ({last}); the whole period is paid by it, "
        "since it is in effect on the first day. Give the policy, or the period, another end if "
        "this is not meant.",
        "政策于 {to} 到期，早于时段结束（{last}）；因时段第一天在有效期内，整个时段仍按该政策计发。"
        "如非本意，请改正政策或时段的结束日期。",
    ),
    "R270": message(
        "warning",
        "Stints outside the period, which were left out: {count}.",
        "不在本时段内、未计入的任职时段：{count} 条。",
    ),
    "R271": message(
        "warning",
        "Rows dated outside the period, which were left out: {count}.",
        "日期不在本时段内、未计入的行：{count} 行。",
    ),
    "R272": message(
        "warning",
        "Rows known after the period's known_at, which were left out: {count}.",
        "获知日期晚于时段的 known_at、未计入的行：{count} 行。",
    ),
    "R273": message(
        "warning",
        "Rows of posts that were left out, which were left out with them: {count}.",
        "所属岗位未计入、随之未计入的行：{count} 行。",
    ),
    "R280": message(
        "note",
        "The policy reads none of these columns: {columns}.",
        "政策没有用到这些列：{columns}。",
    ),
    "R281": message("note", "The policy does not read this table.", "政策没有用到这张表。"),
}

_ROOMS = (READING, WORKBOOKS, TIMETABLES, DATABASES, _CELLS, _REFERENCES, _NOTICES)
RECORDS: dict[str, Message] = dict(sorted(item for room in _ROOMS for item in room.items()))
