"""Messages of the codes ``F…``: maps, what keeps a run from being exported, reconciling."""

from __future__ import annotations

from paycalc.problems._message import Message

FEEDS: dict[str, Message] = {
    "F100": Message(
        "error",
        "The map cannot be read ({found}).",
        "无法读取映射文件（{found}）。",
    ),
    "F101": Message(
        "error",
        "A list of keys is expected here, not {found}.",
        "这里应为若干键，而不是 {found}。",
    ),
    "F102": Message(
        "error",
        "A list is expected here, not {found}.",
        "这里应为列表，而不是 {found}。",
    ),
    "F103": Message(
        "error",
        "A text is expected here, not {found}.",
        "这里应为文本，而不是 {found}。",
    ),
    "F104": Message(
        "error",
        "There is nothing here; write a value or leave the key out.",
        "这里为空；请填写值，或删去该键。",
    ),
    "F105": Message(
        "error",
        "There is no key “{found}” here; there are {allowed}.",
        "这里没有键“{found}”；可用的有 {allowed}。",
    ),
    "F105N": Message(
        "error",
        "There is no key “{found}” here; there are {allowed}. Did you mean “{nearest}”?",
        "这里没有键“{found}”；可用的有 {allowed}。是否应为“{nearest}”？",
    ),
    "F106": Message(
        "error",
        "The key “{key}” is missing here.",
        "这里缺少键“{key}”。",
    ),
    "F107": Message(
        "error",
        "“{found}” is none of {allowed}.",
        "“{found}”不在 {allowed} 之中。",
    ),
    "F107N": Message(
        "error",
        "“{found}” is none of {allowed}. Did you mean “{nearest}”?",
        "“{found}”不在 {allowed} 之中。是否应为“{nearest}”？",
    ),
    "F108": Message(
        "error",
        "“{found}” is not a date. Write it as 2026-02-28.",
        "“{found}”不是日期。请写成 2026-02-28。",
    ),
    "F109": Message(
        "error",
        "“{found}” is no whole number from 1 to {most}.",
        "“{found}”不是 1 到 {most} 之间的整数。",
    ),
    "F110": Message(
        "error",
        "“{found}” is the code of what is paid already; what is taken back needs another, or none.",
        "“{found}”已是发放的代码；扣回须用另一个代码，或不填。",
    ),
    "F111": Message(
        "error",
        "“{found}” is no name of a table; write TABLE or SCHEMA.TABLE.",
        "“{found}”不是表名；请写成“表”或“模式.表”。",
    ),
    "F112": Message(
        "error",
        "“{found}” is no file's name.",
        "“{found}”不能作文件名。",
    ),
    "F113": Message(
        "error",
        "The heading “{found}” stands in line {line} already.",
        "标题“{found}”在第 {line} 行已有。",
    ),
    "F114": Message(
        "error",
        "Exactly one of {allowed} belongs here.",
        "这里应当且只应有 {allowed} 之一。",
    ),
    "F115": Message(
        "error",
        "Rows of {rows} do not have this column: lines are added up there, or are not yet.",
        "按 {rows} 成行时没有这一列：各行已合计，或尚未合计。",
    ),
    "F116": Message(
        "error",
        "Only the day of payment (paid_on) has a form.",
        "只有发放日（paid_on）可以写格式。",
    ),
    "F117": Message(
        "error",
        "Components with the code “{found}” have one recovery code, or none.",
        "代码“{found}”的各组成项须用同一个扣回代码，或都不填。",
    ),
    "F118": Message(
        "error",
        "The table has no column with an amount; add “from: amount”, or “amount_of” in "
        "rows of employees.",
        "该表没有金额列；请加“from: amount”，按人成行时可加“amount_of”。",
    ),
    "F119": Message(
        "error",
        "With “negatives: route” there has to be a column “from: code”, or nobody could "
        "tell what is taken back from what is paid.",
        "使用“negatives: route”时须有“from: code”列，否则无法区分扣回与发放。",
    ),
    "F200": Message(
        "error",
        "The run is not closed; only a closed run is exported: paycalc close RUN --by NAME.",
        "该结果尚未结账；只有已结账的结果才能导出：paycalc close RUN --by 姓名。",
    ),
    "F201": Message(
        "error",
        "The run left counties out; an incomplete run is never exported.",
        "该结果缺少部分县区；不完整的结果不得导出。",
    ),
    "F203": Message(
        "error",
        "The component {component} has no code in the map.",
        "映射中没有为组成项 {component} 指定代码。",
    ),
    "F204": Message(
        "error",
        "Money of {component} is taken back, and the map names no recovery code for it.",
        "{component} 有需要扣回的金额，但映射没有为其指定扣回代码（recovery）。",
    ),
    "F205": Message(
        "error",
        "The file of employees does not have this teacher, or no number for them.",
        "人员文件中没有该教师，或没有其人员编号。",
    ),
    "F206": Message(
        "error",
        "The file of employees has this teacher twice.",
        "人员文件中该教师出现两次。",
    ),
    "F207": Message(
        "error",
        "The employee's number in this row is another teacher's too.",
        "此行的人员编号也是另一位教师的编号。",
    ),
    "F208": Message(
        "error",
        "The day of payment is before the employee joined.",
        "发放日早于该人员的入职日期。",
    ),
    "F209": Message(
        "error",
        "The day of payment is after the employee left.",
        "发放日晚于该人员的离职日期。",
    ),
    "F210": Message(
        "error",
        "The map does not declare the salary component {code}.",
        "映射中没有声明工资组成项 {code}。",
    ),
    "F211": Message(
        "error",
        "The salary component {code} would change the amount or hide it: {flag} must be "
        "off and is not declared to be.",
        "工资组成项 {code} 会改变或隐藏金额：{flag} 必须关闭，而映射没有这样声明。",
    ),
    "F212": Message(
        "error",
        "The salary component {code} is declared as {type}, and is used for the other.",
        "工资组成项 {code} 声明为 {type}，却用于另一类。",
    ),
    "F213": Message(
        "error",
        "The lines of this unit do not add up to what the run says that it is paid.",
        "该单位各行之和与结果中的应发金额不符。",
    ),
    "F214": Message(
        "error",
        "What was exported for this post before is not what the run says was paid before.",
        "此前为该岗位导出的金额与结果所记此前已发的金额不符。",
    ),
    "F215": Message(
        "error",
        "The target holds a line with this key and another content.",
        "目标中已有相同键而内容不同的行。",
    ),
    "F216": Message(
        "error",
        "There is no line in force that could be reversed for this post.",
        "该岗位没有可冲销的有效行。",
    ),
    "F217": Message(
        "error",
        "To reverse lines, revision {revision} needs the earlier exports of the period: "
        "--after EXPORT.",
        "第 {revision} 次修订要冲销此前的行，需要该时段此前的导出：--after EXPORT。",
    ),
    "F218": Message(
        "error",
        "Some earlier lines are deltas; they cannot be reversed one by one.",
        "此前有差额行；不能逐行冲销。",
    ),
    "F219": Message(
        "error",
        "An amount below 0 has no place in this table.",
        "该表不接受负数。",
    ),
    "F220": Message(
        "error",
        "The file of employees has no {column} for this teacher.",
        "人员文件中该教师没有 {column}。",
    ),
    "F221": Message(
        "error",
        "The file of employees has no column {column}.",
        "人员文件没有 {column} 列。",
    ),
    "F222": Message(
        "error",
        "The table of the database has not the columns of a feed: {found}.",
        "数据库中的表不具备数据应有的列：{found}。",
    ),
    "F223": Message(
        "error",
        "The amount has more digits than a number of a sheet holds exactly.",
        "金额的位数超出工作表数字可精确表示的范围。",
    ),
    "F224": Message(
        "error",
        "This is no export of the same policy and period, or it was changed since.",
        "这不是同一方案和时段的导出，或已被改动。",
    ),
    "F225": Message(
        "error",
        "The file of employees does not say who bears the cost of this teacher ({column}).",
        "人员文件没有写明该教师的费用承担单位（{column}）。",
    ),
    "F226": Message(
        "warning",
        "The joining and leaving dates are not known here, so that nobody was held against them.",
        "没有入职和离职日期，因此未作核对。",
    ),
    "F227": Message(
        "error",
        "The database refused the lines ({state}); none of them was written.",
        "数据库拒绝了这些行（{state}）；没有写入任何一行。",
    ),
    "F228": Message(
        "error",
        "The table has no column for the amounts of {code}, which would be lost.",
        "该表没有 {code} 的金额列，其金额会丢失。",
    ),
    "F230": Message(
        "error",
        "The file of employees cannot be read ({found}).",
        "无法读取人员文件（{found}）。",
    ),
    "F231": Message(
        "error",
        "The file of employees has no column “{key}”.",
        "人员文件没有“{key}”列。",
    ),
    "F232": Message(
        "error",
        "The file of employees has two columns “{key}”.",
        "人员文件有两个“{key}”列。",
    ),
    "F233": Message(
        "error",
        "This is not a date; write it as 2026-02-28, or leave it empty.",
        "这不是日期；请写成 2026-02-28，或留空。",
    ),
    "F234": Message(
        "error",
        "Teachers of several counties have this id; they are different people.",
        "多个县区都有这一工号；他们不是同一人。",
    ),
    "F300": Message(
        "error",
        "The target does not hold the line {key}.",
        "目标中没有行 {key}。",
    ),
    "F301": Message(
        "error",
        "The target holds the line {key} {times} times.",
        "目标中行 {key} 出现 {times} 次。",
    ),
    "F302": Message(
        "error",
        "The target holds the line {key} with another content: {columns}.",
        "目标中行 {key} 的内容不同：{columns}。",
    ),
    "F303": Message(
        "error",
        "The target holds a line that is not of this run.",
        "目标中有不属于该结果的行。",
    ),
    "F304": Message(
        "error",
        "The export of the target has no column {column}, so that lines cannot be told apart.",
        "目标的导出没有 {column} 列，无法分辨各行。",
    ),
    "F305": Message(
        "error",
        "The export of the target cannot be read ({found}).",
        "无法读取目标的导出（{found}）。",
    ),
    "F306": Message(
        "warning",
        "The export of the target leaves these columns out; they are not compared: {columns}.",
        "目标的导出没有以下列，未作比较：{columns}。",
    ),
}
