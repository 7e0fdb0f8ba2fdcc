"""Messages of the codes ``T…``: T1 reading case files, T2 names, T3 values, T4 what has no test."""

from __future__ import annotations

from paycalc.problems._message import Message


def _error(en: str, zh: str) -> Message:
    return Message("error", en, zh)


def _with_near(messages: dict[str, Message]) -> dict[str, Message]:
    """The messages of unknown names, and their N forms, which suggest the nearest known one."""
    near = {
        f"{code}N": Message(
            message.severity,
            f"{message.en} Did you mean '{{nearest}}'?",
            f"{message.zh}是否想写“{{nearest}}”？",
        )
        for code, message in messages.items()
    }
    return {**messages, **near}


_READING: dict[str, Message] = {
    "T100": _error(
        "The file cannot be read ({found}). Check its path and that you may read it.",
        "文件无法读取（{found}）。请检查路径和读取权限。",
    ),
    "T101": _error(
        "A mapping is needed here, such as {{key: value}}; found {found}.",
        "此处需要映射，如 {{key: value}}；现为 {found}。",
    ),
    "T102": _error(
        "A list is needed here, such as [a, b]; found {found}.",
        "此处需要列表，如 [a, b]；现为 {found}。",
    ),
    "T103": _error(
        "A single text or number is needed here; found {found}.",
        "此处需要单个文本或数字；现为 {found}。",
    ),
    "T104": _error(
        "Nothing is written here. Write at least one entry: a test that says nothing cannot fail.",
        "此处没有内容。请至少写一项：什么都不说的测试不可能失败。",
    ),
    "T106": _error(
        "'{key}' is missing here. Write it.",
        "此处缺少“{key}”。请补上。",
    ),
    "T107": _error(
        "A case of this file has the name '{found}' already, at line {line}. Give each its own.",
        "本文件第 {line} 行已有名为“{found}”的用例。请使用不同的名称。",
    ),
    "T111": _error(
        "This row has {found} cells and the table {expected} columns. Write a cell for each "
        "column, and quotes around a cell that has a comma.",
        "该行有 {found} 个单元格，而表有 {expected} 列。请逐列填写；含逗号的单元格请加双引号。",
    ),
    "T112": _error(
        "The heading '{found}' is empty or stands twice. Give every column one heading.",
        "列标题“{found}”为空或重复。每列只写一个标题。",
    ),
    "T113": _error(
        "A quotation mark of this table is not closed, or something follows the closing one. "
        'Close it before the comma, and double a quotation mark that is meant ("").',
        '该表中有双引号未闭合，或闭合后还有内容。请在逗号前闭合；引号本身请写两个（""）。',
    ),
    "T120": _error(
        "There is no policy {found} for these cases. Put the file into tests/NAME/ beside "
        "NAME.yaml, or write `policy: PATH`, relative to this file.",
        "找不到这些用例的方案 {found}。请把文件放在与 NAME.yaml 同级的 tests/NAME/ 中，或写 "
        "`policy: 路径`（相对于本文件）。",
    ),
    "T121": _error(
        "`problems` says that nothing is computed, so that nothing else can be expected: {found}. "
        "Keep one of them, or write two cases.",
        "`problems` 表示不会计算，因此不能同时要求其他内容：{found}。请只保留一种，或分成两个"
        "用例。",
    ),
}

_READING_NAMES: dict[str, Message] = {
    "T105": _error(
        "The key '{found}' is not known here. Known keys: {allowed}.",
        "此处没有键“{found}”。可用的键：{allowed}。",
    ),
    "T110": _error(
        "There is no table '{found}'. The tables are: {allowed}.",
        "没有表“{found}”。可用的表：{allowed}。",
    ),
}

_NAMES: dict[str, Message] = {
    "T201": _error(
        "The policy has no line '{found}'. Its lines are: {allowed}.",
        "方案中没有条目“{found}”。可用的条目：{allowed}。",
    ),
    "T202": _error(
        "The policy has no item '{found}'. Its items are: {allowed}.",
        "方案中没有项“{found}”。可用的项：{allowed}。",
    ),
    "T203": _error(
        "The policy has no guarantee '{found}'. Its guarantees are: {allowed}.",
        "方案中没有保障条款“{found}”。可用的保障条款：{allowed}。",
    ),
    "T204": _error(
        "The case has no post '{found}'. Its posts are: {allowed}.",
        "本用例中没有岗位“{found}”。岗位有：{allowed}。",
    ),
    "T205": _error(
        "The case has no unit '{found}'. Its units are: {allowed}.",
        "本用例中没有单位“{found}”。单位有：{allowed}。",
    ),
    "T206": _error(
        "The case has no county '{found}'. Its counties are: {allowed}.",
        "本用例中没有县区“{found}”。县区有：{allowed}。",
    ),
    "T208": _error(
        "There is no error with the code '{found}'. `paycalc rule` lists all codes; warnings and "
        "notes stand under `warnings`.",
        "没有代码为“{found}”的错误。`paycalc rule` 列出全部代码；警告和提示写在 `warnings` 下。",
    ),
    "T209": _error(
        "There is no warning or note with the code '{found}'. `paycalc rule` lists all codes; "
        "errors stand under `problems`.",
        "没有代码为“{found}”的警告或提示。`paycalc rule` 列出全部代码；错误写在 `problems` 下。",
    ),
    "T210": _error(
        "The ledger of this case can have no account '{found}'. Its accounts are: {allowed}.",
        "本用例的账目中不会有账户“{found}”。账户有：{allowed}。",
    ),
}

_VALUES: dict[str, Message] = {
    "T207": _error(
        "The teacher '{found}' has several posts. Say which: {allowed}.",
        "教师“{found}”有多个岗位。请写明：{allowed}。",
    ),
    "T301": _error(
        "'{found}' is not a number of at most six decimals. Write 12 or -0.5, or `none` for no "
        "number.",
        "“{found}”不是数字（最多六位小数）。请写 12 或 -0.5；没有数值时写 `none`。",
    ),
    "T302": _error(
        "'{found}' is not an amount of money. Write a plain decimal with at most {decimals} "
        "decimals.",
        "“{found}”不是金额。请写普通小数，最多 {decimals} 位小数。",
    ),
    "T303": _error(
        "There are {found} numbers here, and the item has {steps} steps. Write {expected}: the "
        "number before the first step, then after each.",
        "此处有 {found} 个数，而该项有 {steps} 个步骤。请写 {expected} 个：第一步之前的数，然后是"
        "每步之后的数。",
    ),
    "T304": _error(
        "The cells of this item are told apart by these columns: {columns}; found {found}. Nest a "
        "mapping for each column, or none where there is none.",
        "该项的单元按这些列区分：{columns}；现为 {found}。每列嵌套一层映射；没有列时不嵌套。",
    ),
    "T306": _error(
        "This case has several counties. Write `county` beside `from` and `to`.",
        "本用例有多个县区。请在 `from`、`to` 旁写明 `county`。",
    ),
}

_RUNS: dict[str, Message] = {
    "T401": Message(
        "warning",
        "This policy has no tests. Write some into {found}.",
        "该方案没有测试。请写入 {found}。",
    ),
}

TESTING: dict[str, Message] = {
    **_READING,
    **_with_near(_READING_NAMES | _NAMES),
    **_VALUES,
    **_RUNS,
}
