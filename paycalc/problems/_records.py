"""Messages of the codes ``R…``: R1 reading, R2 checking."""

from __future__ import annotations

from paycalc.problems._message import Message
from paycalc.problems._problem import Severity


def _m(severity: Severity, en: str, zh: str) -> Message:
    return Message(severity, en, zh)


_READING: dict[str, Message] = {
    "R101": _m(
        "error",
        "There is no such folder; give the folder that holds a file for each table.",
        "没有这个文件夹；请给出存放各表文件的文件夹。",
    ),
    "R102": _m(
        "error",
        "The file cannot be read; check that it is whole, of its kind, and not locked.",
        "文件无法读取；请检查文件是否完整、格式是否相符、是否被占用。",
    ),
    "R103": _m(
        "error",
        "The table stands in more than one place (also in {others}); keep one.",
        "同一张表有多个来源（另有 {others}）；请只保留一个。",
    ),
    "R104": _m(
        "error",
        "Byte {offset} is neither UTF-8 nor GB18030 text; save the file again as CSV UTF-8.",
        "第 {offset} 个字节既不是 UTF-8 也不是 GB18030 文本；请将文件另存为 CSV UTF-8。",
    ),
    "R105": _m(
        "error",
        "The file is empty; its first row must be the headings.",
        "文件是空的；第一行应为列标题。",
    ),
    "R106": _m(
        "error",
        "Two headings stand for this column; keep one.",
        "有两个标题指同一列；请只保留一个。",
    ),
    "R107": _m(
        "error",
        "The row has {found} fields, the headings are {expected}; "
        "put quotes around a field that has a comma.",
        "该行有 {found} 个字段，标题只有 {expected} 个；含逗号的字段请加双引号。",
    ),
    "R108": _m(
        "error",
        "The row has {found} fields, the headings are {expected}; fill the row up.",
        "该行只有 {found} 个字段，标题有 {expected} 个；请补齐该行。",
    ),
    "R109": _m(
        "error",
        "A quotation mark in the row that begins here is opened and not closed, or stands inside "
        'a field; close it, or double it (""). The file was read no further.',
        '从这里开始的一行中有双引号未闭合或出现在字段中间；请闭合，或写成两个双引号（""）。'
        "其后的内容未读取。",
    ),
    "R110": _m(
        "note",
        "This is no table of a dataset and was not read.",
        "这不是数据集中的表，未读取。",
    ),
    "R111": _m(
        "error",
        "Column {number} has cells and no heading; give it one.",
        "第 {number} 列有内容而没有标题；请补上标题。",
    ),
    "R112": _m(
        "note",
        "The column holds lists, structs or bytes, not cells, and was left out.",
        "该列是列表、结构或字节，不是单元格，未读取。",
    ),
    "R113": _m(
        "error",
        "This file lacks a required column that other files of the table have; add it.",
        "该文件缺少同一张表其他文件都有的必需列；请补上。",
    ),
    "R114": _m(
        "error",
        "The folder of this table holds no .csv or .parquet file; add one or remove the folder.",
        "这张表的文件夹中没有 .csv 或 .parquet 文件；请放入文件或删除该文件夹。",
    ),
    "R120": _m(
        "error",
        "There is no period.yaml; write one with id, from and to.",
        "没有 period.yaml；请写明 id、from 和 to。",
    ),
    "R121": _m(
        "error",
        "This is not YAML with a key and a value on each line, such as “from: 2025-09-01”.",
        "这里不是每行一个键和值的 YAML，例如“from: 2025-09-01”。",
    ),
    "R122": _m(
        "error",
        "A period has no key “{key}”; did you mean “{nearest}”? Allowed: id, from, to, known_at.",
        "时段没有“{key}”这个键；是否应为“{nearest}”？可用：id、from、to、known_at。",
    ),
    "R123": _m("error", "The period lacks “{key}”; add it.", "时段缺少“{key}”；请补上。"),
    "R124": _m(
        "error",
        "“{key}” is not a date of the calendar such as 2025-09-01.",
        "“{key}”不是像 2025-09-01 这样的日期。",
    ),
    "R125": _m(
        "error",
        "The period ends before it begins; exchange from and to.",
        "时段的结束早于开始；请核对 from 和 to。",
    ),
    "R126": _m(
        "error",
        "A key of a period has one plain value, no list and no mapping.",
        "时段的键只能有一个简单的值，不能是列表或映射。",
    ),
    "R127": _m("error", "“{key}” is written twice; keep one.", "“{key}”写了两次；请只保留一个。"),
    "R128": _m(
        "error",
        "Byte {offset} is not UTF-8 text; save the file again as UTF-8.",
        "第 {offset} 个字节不是 UTF-8 文本；请将文件另存为 UTF-8。",
    ),
    "R130": _m(
        "note",
        "{count} cells with full-width digits or thousands separators were read as numbers "
        "or dates.",
        "{count} 个含全角数字或千位分隔符的单元格已按数字或日期读取。",
    ),
    "R131": _m(
        "note",
        "Spaces around {count} cells were taken off.",
        "已去掉 {count} 个单元格首尾的空格。",
    ),
    "R132": _m(
        "warning",
        "{count} numbers have more than six decimals and were rounded to six.",
        "{count} 个数超过六位小数，已四舍五入到六位。",
    ),
    "R199": _m(
        "note",
        "{more} more problems of code {code} are not listed.",
        "另有 {more} 处 {code} 类问题未逐一列出。",
    ),
}

_CELLS: dict[str, Message] = {
    "R201": _m(
        "error",
        "The table is missing; add its file.",
        "缺少这张表；请补上文件。",
    ),
    "R202": _m(
        "error",
        "The column “{column}” ({zh}) is missing; add it.",
        "缺少列“{column}”（{zh}）；请补上。",
    ),
    "R203": _m(
        "error",
        "The column “{column}” ({zh}) is missing; the nearest heading is “{nearest}”: "
        "rename it if it is meant.",
        "缺少列“{column}”（{zh}）；最接近的标题是“{nearest}”：如指同一列请改名。",
    ),
    "R204": _m(
        "error",
        "The policy reads a column “{column}” that none of these tables has: {tables}; "
        "add it to one of them.",
        "政策要用的列“{column}”在这些表中都没有：{tables}；请补到其中一张表。",
    ),
    "R210": _m("error", "The cell is empty; fill it in.", "单元格为空；请填写。"),
    "R211": _m(
        "error",
        "There is a text where a number should be; write digits, such as 12 or 12.5.",
        "应为数字却是文字；请写成数字，如 12 或 12.5。",
    ),
    "R212": _m(
        "error",
        "The value is infinite or not a number (NaN); give the number, or leave the row out.",
        "数值为无穷大或非数（NaN）；请填写数字，或删除该行。",
    ),
    "R213": _m(
        "error",
        "The number is in scientific notation and may have lost digits; write it out.",
        "数字采用科学计数法，可能已丢失位数；请写出完整数字。",
    ),
    "R214": _m(
        "error",
        "Something follows the number, such as a unit or a sign; write the number alone.",
        "数字后面带有单位或其他文字；请只写数字。",
    ),
    "R215": _m(
        "error",
        "A comma does not separate thousands; write 1234.5 or 1,234.5.",
        "逗号不是千位分隔符；请写成 1234.5 或 1,234.5。",
    ),
    "R216": _m(
        "error",
        "The number is beyond 1,000,000,000; correct it.",
        "数字超过十亿；请更正。",
    ),
    "R217": _m(
        "error",
        "The amount has more than {decimals} decimals; round it to the currency's digits.",
        "金额的小数超过 {decimals} 位；请按货币的位数填写。",
    ),
    "R218": _m(
        "error",
        "The amount is larger than a fund may be; correct it.",
        "金额超过资金的上限；请更正。",
    ),
    "R219": _m(
        "error",
        "The cell is not a date of the calendar; write it as 2025-09-01.",
        "单元格不是有效日期；请写成 2025-09-01。",
    ),
    "R220": _m(
        "error",
        "“to” lies before “from”; exchange or correct them.",
        "“to”早于“from”；请核对更正。",
    ),
    "R230": _m(
        "error",
        "The school stands in an earlier row too; keep one row for each school.",
        "该学校在前面的行中已出现；每所学校只保留一行。",
    ),
    "R231": _m(
        "error",
        "This stint overlaps another one of the same teacher at the same school; "
        "correct from and to, or keep one row.",
        "该任职时段与同一教师在同一学校的另一时段重叠；请更正起止日期，或只保留一行。",
    ),
    "R232": _m(
        "error",
        "The case_id stands in an earlier row too; keep one row for each case.",
        "该案件编号在前面的行中已出现；每个案件只保留一行。",
    ),
}

_REFERENCES: dict[str, Message] = {
    "R240": _m(
        "error",
        "The school is not in schools; correct the id or add the school.",
        "学校表中没有该学校；请更正编号或补充学校。",
    ),
    "R241": _m(
        "error",
        "The teacher is not in staff; correct the id or add the post.",
        "人员表中没有该教师；请更正工号或补充岗位。",
    ),
    "R242": _m(
        "error",
        "The teacher has no post at this school; correct the school or add the post to staff.",
        "该教师在这所学校没有岗位；请更正学校，或在人员表中补充岗位。",
    ),
    "R243": _m(
        "error",
        "The teacher has more than one post; fill in school_id to say which.",
        "该教师有多个岗位；请填写学校编号说明是哪一个。",
    ),
    "R244": _m(
        "error",
        "The teacher_id occurs in more than one county; fill in county_id to say which.",
        "该工号在多个县区出现；请填写县区编号说明是哪一个。",
    ),
    "R245": _m(
        "error",
        "No school lies in this county; correct county_id.",
        "没有学校属于该县区；请更正县区编号。",
    ),
    "R246": _m(
        "error",
        "The teacher has no post in this county; correct county_id or add the post to staff.",
        "该教师在这个县区没有岗位；请更正县区编号，或在人员表中补充岗位。",
    ),
    "R247": _m(
        "error",
        "The fund is of a county without schools; correct county_id or add its schools.",
        "该资金所属的县区没有学校；请更正县区编号或补充学校。",
    ),
    "R248": _m(
        "error",
        "The row's county is not the county of its school; correct one of them.",
        "该行的县区与学校所在县区不一致；请更正其一。",
    ),
    "R250": _m(
        "error",
        "The policy is not in effect on the period's first day {first}: it is from {from} to {to}; "
        "take the policy of that time.",
        "时段第一天 {first} 不在政策有效期内（{from} 至 {to}）；请使用当时有效的政策。",
    ),
    "R251": _m(
        "error",
        "Schools of more than one county share this unit; a unit lies in one county: "
        "give it a name of its own in each.",
        "该单位包含多个县区的学校；一个单位只能在一个县区内：请分别命名。",
    ),
    "R252": _m(
        "error",
        "The unit is called like a school that is not all of it; give the unit another name.",
        "该单位与某所学校同名，但不只含这所学校；请为单位另取名称。",
    ),
    "R253": _m(
        "error",
        "There are {count} ethics cases and the policy has no veto section; add the section, "
        "or take the table away.",
        "有 {count} 条师德案件，而政策没有一票否决部分；请在政策中补充，或移除该表。",
    ),
    "R254": _m(
        "error",
        "The policy's negative list has no such item; listed are: {known}.",
        "政策的负面清单中没有该条目；清单为：{known}。",
    ),
    "R255": _m(
        "error",
        "The policy knows no such status; known are: {known}.",
        "政策中没有该状态；可用状态为：{known}。",
    ),
    "R256": _m(
        "error",
        "A case with this item and status needs this date; fill it in.",
        "该条目和状态的案件必须有此日期；请填写。",
    ),
}

_NOTICES: dict[str, Message] = {
    "R260": _m(
        "warning",
        "The teacher's posts add up to more than 1 full-time equivalent on a day; check fte.",
        "该教师的折算人数在某一天合计超过 1；请核对折算人数。",
    ),
    "R261": _m(
        "warning",
        "The policy never mentions the text of {count} rows, first this one; mentioned are: "
        "{known}.",
        "政策从未提到这 {count} 行的内容（此处为首行）；政策提到的有：{known}。",
    ),
    "R262": _m(
        "warning",
        "The county has schools and no fund; add one if it has money.",
        "该县区有学校而没有资金；如有资金请补充。",
    ),
    "R270": _m(
        "warning",
        "{count} stints lie outside the period and were left out.",
        "{count} 条任职时段不在本时段内，未计入。",
    ),
    "R271": _m(
        "warning",
        "{count} rows are dated outside the period and were left out.",
        "{count} 行的日期不在本时段内，未计入。",
    ),
    "R272": _m(
        "warning",
        "{count} rows became known after the period's known_at and were left out.",
        "{count} 行的获知日期晚于时段的 known_at，未计入。",
    ),
    "R273": _m(
        "warning",
        "{count} rows belong to posts that were left out, and were left out with them.",
        "{count} 行所属的岗位未计入，随之未计入。",
    ),
    "R280": _m(
        "note",
        "The policy reads none of these columns: {columns}.",
        "政策没有用到这些列：{columns}。",
    ),
    "R281": _m("note", "The policy does not read this table.", "政策没有用到这张表。"),
}

RECORDS: dict[str, Message] = {**_READING, **_CELLS, **_REFERENCES, **_NOTICES}
