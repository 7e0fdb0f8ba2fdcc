"""What templates say of sheets and columns, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHEETS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {"about": "README", "period": "period", "lists": "lists"},
    "zh": {"about": "填报说明", "period": "期间", "lists": "选项"},
}
"""Names of sheets that are no tables; the reader of workbooks knows them."""

PERIOD: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    "en": (
        ("id", "id", "A name for the period, such as 2025-2026-1."),
        ("from", "from", "Its first day, such as 2025-09-01."),
        ("to", "to", "Its last day, such as 2026-01-31."),
        ("known_at", "known_at", "May stay empty: rows known after this day are left out."),
    ),
    "zh": (
        ("id", "期间编号", "本期的名称，例如 2025-2026-1。"),
        ("from", "开始日期", "本期第一天，例如 2025-09-01。"),
        ("to", "结束日期", "本期最后一天，例如 2026-01-31。"),
        ("known_at", "获知日期", "可不填：在此日之后才获知的行不计入。"),
    ),
}

TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "funds": "The money of a county's fund, a row for each sum.",
        "schools": "A row for each school.",
        "school_results": "A row for each result of the county's assessment of a school.",
        "staff": "A row for each post; somebody with posts at two schools has two rows.",
        "workload": "A row for each piece of work that was done.",
        "outcomes": "A row for each result of teaching.",
        "leave": "A row for each leave that was taken.",
        "ethics": "A row for each case; without cases leave the sheet without rows.",
        "adjustments": "A row for each adjustment by hand, paid out of what the unit has not "
        "allocated; without any leave the sheet without rows.",
        "opening_balances": "A row for each unit that carries money over from an earlier period; "
        "without any leave the sheet without rows.",
    },
    "zh": {
        "funds": "县级资金，每笔一行。",
        "schools": "每所学校一行。",
        "school_results": "县级对学校的考核，每项指标一行。",
        "staff": "每个岗位一行；在两所学校任职的教师填两行。",
        "workload": "每项工作一行。",
        "outcomes": "每项教学成果一行。",
        "leave": "每次请假一行。",
        "ethics": "每起案件一行；没有案件则不填。",
        "adjustments": "每项手工调整一行，从单位未分配的资金中支付；没有则不填。",
        "opening_balances": "每个有以前各期结转金额的单位一行；没有则不填。",
    },
}

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "county_id": "The county's number: a text that is written the same everywhere.",
        "school_id": "The school's number, as in the sheet of schools.",
        "teacher_id": "The teacher's number, as in the sheet of staff. Zeros in front are kept.",
        "case_id": "A number for the case; each occurs once.",
        "adjustment_id": "A number for the adjustment; each occurs once.",
        "unit_id": "The school's number, or the general school's if its schools share as one.",
        "reason": "Why it is made; the explanation of the pay shows it.",
        "author": "Who made it.",
        "amount": "The sum in yuan; a correction, or what is taken back, is negative.",
        "source": "Where the money comes from.",
        "name": "A name, for people who read this; nothing is computed from it.",
        "stage": "The stage of schooling.",
        "group_id": "The number of the general school that the school belongs to; else empty.",
        "location": "Town or country.",
        "indicator": "What was measured.",
        "value": "The result as a number.",
        "position": "The position.",
        "subject": "The subject that is taught.",
        "title": "The professional title.",
        "fte": "Which part of a full post it is, such as 0.5; empty means 1.",
        "kind": "The kind, by the policy's names.",
        "quantity": "How much of it, as a number without a unit.",
        "grade": "The grade.",
        "class_size": "How many pupils the class has.",
        "event": "The competition; rows of one event belong together.",
        "level": "The level.",
        "rank": "The rank.",
        "date": "The day it was done; days outside the period do not count.",
        "days": "How many days, as a number without a unit.",
        "item": "The item of the list that was breached.",
        "status": "What has become of the case.",
        "decided_on": "The day it was decided; needed where the status applies.",
        "committed_on": "The day it was done; needed where the policy counts by it.",
        "from": "The first day, if it is not the whole period.",
        "to": "The last day, if it is not the whole period.",
        "known_at": "The day it became known.",
    },
    "zh": {
        "county_id": "县区编号：文本，各表写法一致。",
        "school_id": "学校编号，与学校表一致。",
        "teacher_id": "工号，与人员表一致；前面的 0 会保留。",
        "case_id": "案件编号，不可重复。",
        "adjustment_id": "调整编号，不可重复。",
        "unit_id": "单位编号，即学校编号；各校合并分配的填总校编号。",
        "reason": "调整的事由，会在工资说明中显示。",
        "author": "经办人。",
        "amount": "金额（元）；更正或收回的填负数。",
        "source": "资金来源。",
        "name": "名称，仅供阅读，不参与计算。",
        "stage": "学段。",
        "group_id": "所属总校编号；没有则不填。",
        "location": "城区或乡村。",
        "indicator": "考核指标。",
        "value": "得分，只填数字。",
        "position": "岗位。",
        "subject": "任教学科。",
        "title": "职称。",
        "fte": "折算人数，例如 0.5；不填为 1。",
        "kind": "类别，按方案中的名称。",
        "quantity": "数量，只填数字，不带单位。",
        "grade": "年级。",
        "class_size": "班级人数。",
        "event": "赛事；同一赛事的各行合并计算。",
        "level": "级别。",
        "rank": "名次。",
        "date": "发生日期；不在本期内的不计入。",
        "days": "天数，只填数字，不带单位。",
        "item": "违反的负面清单条目。",
        "status": "案件的状态。",
        "decided_on": "认定日期；状态生效时必填。",
        "committed_on": "行为日期；方案据此计算时必填。",
        "from": "开始日期；非整个期间时填写。",
        "to": "结束日期；非整个期间时填写。",
        "known_at": "获知日期。",
    },
}

KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {"text": "text", "number": "number", "money": "money", "date": "date"},
    "zh": {"text": "文本", "number": "数字", "money": "金额", "date": "日期"},
}

SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "own": "The policy asks for it.",
        "one post": "Only a teacher with several posts needs it.",
        "required": "Required.",
        "optional": "May stay empty.",
        "choices": "The policy names: {texts}.",
        "not listed": "The policy does not name this text. The list shows those that it names.",
        "pick": "Choose from the list.",
        "name": "The list has what the policy names; other texts may stand here, too.",
        "number": "A number from {least} to {most}, without a unit.",
        "date": "A date, such as 2025-09-01.",
        "about": "This workbook holds the records for the policy “{title}” ({id} {version}).",
        "yes": "yes",
        "no": "no",
    },
    "zh": {
        "own": "方案用到此列。",
        "one post": "仅有多个岗位的教师需要填写。",
        "required": "必填。",
        "optional": "可不填。",
        "choices": "方案中的名称：{texts}。",
        "not listed": "方案中没有这个名称；请从下拉列表中选择。",
        "pick": "请从下拉列表中选择。",
        "name": "下拉列表为方案中的名称，也可填写其他内容。",
        "number": "{least} 至 {most} 之间的数字，不带单位。",
        "date": "日期，例如 2025-09-01。",
        "about": "本工作簿用于填报“{title}”（{id} {version}）所需的数据。",
        "yes": "是",
        "no": "否",
    },
}

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "1. Fill in the sheet “period” and then each table, from the row below its headings on. "
        "Columns with a dark heading are required.",
        "2. Leave sheets and headings their names. Columns may be moved, and columns of your own "
        "added (a name, say): they are not read.",
        "3. Numbers of schools and teachers are texts: paste them as values, so that zeros in "
        "front are kept.",
        "4. A click on a cell shows what belongs there; a note on each heading tells more.",
        "5. Then see what is wrong: paycalc check POLICY THIS-FILE.xlsx",
    ),
    "zh": (
        "1. 先填“期间”表，再从标题下一行起填写各表；深色标题为必填列。",
        "2. 请勿更改工作表和标题的名称；列的顺序可以调整，也可以增加自有的列（例如姓名），"
        "这些列不会读取。",
        "3. 学校编号和工号是文本：请以“粘贴为数值”的方式粘贴，以保留前面的 0。",
        "4. 点击单元格可看到填写要求，各标题的批注有详细说明。",
        "5. 填好后检查：paycalc check 方案 本文件.xlsx",
    ),
}

OVERVIEW: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("sheet", "column", "required", "kind", "what belongs there"),
    "zh": ("工作表", "列", "必填", "类型", "填写内容"),
}
