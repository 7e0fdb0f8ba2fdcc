"""Messages about what stands at a place of a policy: keys, texts, numbers, dates, money."""

from __future__ import annotations

from paycalc.problems._message import Message


def _error(en: str, zh: str) -> Message:
    return Message("error", en, zh)


GRAMMAR: dict[str, Message] = {
    "P020": _error(
        "A mapping is needed here, such as {allowed}; found {found}.",
        "此处需要映射，如 {allowed}；现为 {found}。",
    ),
    "P021": _error(
        "A list is needed here, such as [a, b]; found {found}. A list of one is written [a].",
        "此处需要列表，如 [a, b]；现为 {found}。只有一项时写成 [a]。",
    ),
    "P022": _error(
        "A single text or number is needed here; found {found}.",
        "此处需要单个文本或数字；现为 {found}。",
    ),
    "P023": _error(
        "What stands here has the wrong form: {found}. Write one of {allowed}.",
        "此处的写法不对：{found}。请写成其中之一：{allowed}。",
    ),
    "P024": _error(
        "Nothing is written here. Write a value, or remove the key.",
        "此处没有内容。请填写，或删除该键。",
    ),
    "P025": _error(
        "At least one entry is needed here. Write one, or remove the key.",
        "此处至少需要一项。请填写，或删除该键。",
    ),
    "P026": _error(
        "'{found}' cannot be a name. A name has at most {most} characters, on one line, no point.",
        "“{found}”不能作为名称。名称不超过 {most} 个字符，只占一行，不含点号。",
    ),
    "P027": _error(
        "The name '{found}' is reserved: it means everyone. Choose another.",
        "名称“{found}”已保留，表示所有人。请换一个名称。",
    ),
    "P028": _error(
        "{found} is not allowed here: it must lie between {least} and {most}.",
        "此处不允许 {found}：应在 {least} 与 {most} 之间。",
    ),
    "P029": _error(
        "'{found}' is not a text on one line. Remove line breaks and control characters.",
        "“{found}”不是单行文本。请删除换行和控制字符。",
    ),
    "P031": _error(
        "The key '{key}' is missing here. Write it; the keys of this place are: {allowed}.",
        "此处缺少键“{key}”。请补上；此处可用的键：{allowed}。",
    ),
    "P032": _error(
        "One of these keys is needed here: {allowed}.",
        "此处需要以下键之一：{allowed}。",
    ),
    "P033": _error(
        "These keys exclude each other: {found}. Keep one of them.",
        "以下键不能同时使用：{found}。请只保留一个。",
    ),
    "P034": _error(
        "The key '{found}' says something only beside one of: {allowed}. Add it, or remove "
        "'{found}'.",
        "键“{found}”只能与以下键之一同用：{allowed}。请补上，或删除“{found}”。",
    ),
    "P035": _error(
        "The key '{found}' needs '{needed}' beside it. Write both.",
        "键“{found}”需要同时写“{needed}”。请补上。",
    ),
    "P040": _error(
        "'{found}' is not a number. Write a plain decimal such as 12 or -0.5, without an exponent "
        "or separators.",
        "“{found}”不是数字。请写普通小数，如 12 或 -0.5，不用指数和分隔符。",
    ),
    "P041": _error(
        "'{found}' has more than six decimals. Write at most six.",
        "“{found}”的小数超过六位。最多六位。",
    ),
    "P042": _error(
        "'{found}' is out of range: a number lies between -1000000000 and 1000000000.",
        "“{found}”超出范围：数字应在 -1000000000 与 1000000000 之间。",
    ),
    "P043": _error(
        "'{found}' is not a percentage. Write one from 0% to {most}%, such as 12.5%.",
        "“{found}”不是百分数。请写 0% 到 {most}% 之间的百分数，如 12.5%。",
    ),
    "P044": _error(
        "'{found}' has more than four decimals. A percentage has at most four and is at most "
        "{most}%.",
        "“{found}”的小数超过四位。百分数最多四位小数，且不超过 {most}%。",
    ),
    "P045": _error(
        "'{found}' is out of range: this percentage lies between 0% and {most}%.",
        "“{found}”超出范围：此处的百分数应在 0% 与 {most}% 之间。",
    ),
    "P046": _error(
        "'{found}' is not a whole number. Write one from {least} to {most}.",
        "“{found}”不是整数。请写 {least} 到 {most} 之间的整数。",
    ),
    "P047": _error(
        "'{found}' is not an amount of money. Write a plain decimal with at most {decimals} "
        "decimals, at most {most}.",
        "“{found}”不是金额。请写普通小数，最多 {decimals} 位小数，不超过 {most}。",
    ),
    "P048": _error(
        "'{found}' has more decimals than the currency: at most {decimals}, and at most {most}.",
        "“{found}”的小数位多于币种的小数位：最多 {decimals} 位，不超过 {most}。",
    ),
    "P049": _error(
        "'{found}' is too much money: an amount is at most {most}, with at most {decimals} "
        "decimals.",
        "“{found}”金额过大：不超过 {most}，最多 {decimals} 位小数。",
    ),
    "P051": _error(
        "'{found}' is not a date. Write it as 2025-09-01.",
        "“{found}”不是日期。请写成 2025-09-01。",
    ),
    "P052": _error(
        "'{found}' is not the name of a column. Write a heading, with row., staff. or school. "
        "before it, or with .years, .month or .week behind it where it is a date; or held.days, "
        "held.months, held.share, period.days, period.months.",
        "“{found}”不是列名。请写列标题，前面可加 row.、staff. 或 school.，日期列后面可加 .years、"
        ".month 或 .week；或写 held.days、held.months、held.share、period.days、period.months。",
    ),
    "P053": _error(
        "'{found}' is not the name of a column of schools. Write its heading alone, without a "
        "point.",
        "“{found}”不是 schools 表的列名。请只写列标题，不含点号。",
    ),
    "P054": _error(
        "'{found}' is not a currency. Write its code of three capital letters, such as CNY.",
        "“{found}”不是币种。请写三个大写字母的代码，如 CNY。",
    ),
    "P060": _error(
        "The bound {found} does not lie above the one before it, {before}. List bounds in "
        "ascending order, each once.",
        "界限 {found} 不大于前一个界限 {before}。请按升序列出，每个只写一次。",
    ),
    "P061": _error(
        "The table is not as deep as `by` says: columns still to be told apart here: {depth}; "
        "found {found}. Nest one mapping for each column.",
        "表的层数与 `by` 不符：此处还有 {depth} 列要区分，现为 {found}。每列嵌套一层映射。",
    ),
    "P062": _error(
        "Bands go by one number. Write one VALUE for `by`, not a list.",
        "分段只能依据一个数。`by` 请写一个值，而不是列表。",
    ),
    "P063": _error(
        "A table goes by columns. Write a column or a list of columns for `by`.",
        "查表依据列。`by` 请写一个列名或列名列表。",
    ),
    "P064": _error(
        "A range needs an end. Write `from`, `to` or both.",
        "范围需要端点。请写 `from`、`to` 或两者。",
    ),
    "P065": _error(
        "A range has two numbers or two dates, not one of each. Write both ends alike.",
        "范围的两端应同为数字或同为日期。请统一写法。",
    ),
    "P066": _error(
        "This ends before it begins: from {first} to {last}. Exchange the two or correct one.",
        "终点早于或小于起点：从 {first} 到 {last}。请对调或改正。",
    ),
    "P067": _error(
        "'{found}' is neither a number nor a date. Write 12.5 or 2025-09-01; for texts write a "
        "list.",
        "“{found}”既不是数字也不是日期。请写 12.5 或 2025-09-01；文本请用列表。",
    ),
    "P070": _error(
        "Numbers cannot be rounded to multiples of {found}. Write a number above 0.",
        "不能舍入到 {found} 的倍数。请写大于 0 的数。",
    ),
    "P071": _error(
        "The grade '{grade}' takes the rest but is not the last. Put it last; only one takes the "
        "rest.",
        "等级“{grade}”取剩余部分，但不在最后。请移到最后，且只能有一个取剩余部分。",
    ),
    "P072": _error(
        "The quotas do not close: their percentages make {total}%. Let them make 100%, or at most "
        "100% with a last grade that takes the `rest`.",
        "名额不能分完：百分数合计 {total}%。请使其合计 100%，或不超过 100% 并让最后一个等级取 "
        "`rest`。",
    ),
    "P074": _error(
        "These grades have no value: {found}. Write a number for each grade.",
        "以下等级没有取值：{found}。请为每个等级写一个数。",
    ),
    "P075": _error(
        "'{found}' is no quota. Write a percentage, a whole number of members, or for the last "
        "grade `rest`.",
        "“{found}”不是名额。请写百分数、人数（整数），最后一个等级可写 `rest`。",
    ),
    "P080": _error(
        "A grain has exactly one of {allowed}; what else is listed are columns.",
        "粒度必须且只能包含 {allowed} 之一，其余为列名。",
    ),
    "P081": _error(
        "The column {found} is listed twice. Remove one.",
        "列 {found} 重复列出。请删除一个。",
    ),
    "P091": _error(
        "`up_to` goes only with `takes: as_needed`. Remove it, or take what is needed.",
        "`up_to` 只能与 `takes: as_needed` 同用。请删除，或改为按需提取。",
    ),
    "P092": _error(
        "{found} is not a power of ten. Write 1, 10, 100 and so on, in major units of the "
        "currency.",
        "{found} 不是十的幂。请写 1、10、100 等，以币种的主单位计。",
    ),
    "P093": _error(
        "'{found}' is neither an amount of money nor a percentage. Write 20000 or 5%.",
        "“{found}”既不是金额也不是百分数。请写 20000 或 5%。",
    ),
    "P094": _error(
        "'{found}' is no amount of money. Write one, such as 20000, or {{times_mean: 2}}.",
        "“{found}”不是金额。请写金额，如 20000，或写 {{times_mean: 2}}。",
    ),
}

GRAMMAR_NAMES: dict[str, Message] = {
    "P030": _error(
        "The key '{found}' is not known here. Known keys: {allowed}.",
        "此处没有键“{found}”。可用的键：{allowed}。",
    ),
    "P050": _error(
        "'{found}' is not allowed here. Write one of: {allowed}.",
        "此处不允许“{found}”。请写以下之一：{allowed}。",
    ),
    "P073": _error(
        "There is no grade '{found}'. Grades of the quotas: {allowed}.",
        "没有等级“{found}”。名额中的等级：{allowed}。",
    ),
    "P082": _error(
        "'{found}' is not a number. Write one, or one of: {allowed}.",
        "“{found}”不是数字。请写数字，或以下之一：{allowed}。",
    ),
    "P090": _error(
        "A pool cannot take '{found}'. Write an amount, a percentage, or one of: {allowed}.",
        "资金池不能提取“{found}”。请写金额、百分数或以下之一：{allowed}。",
    ),
}
