"""Messages of the codes ``C…``: what went wrong in computing."""

from __future__ import annotations

from paycalc.problems._message import Message

COMPUTING: dict[str, Message] = {
    "C101": Message(
        "error",
        "a number of {what} leaves 64 bits; look for a quantity or coefficient that is far too large",
        "{what} 中的数超出 64 位；请检查是否有过大的数量或系数",
    ),
    "C102": Message(
        "error",
        "{what} divides by zero; give the step `if_zero`, or correct the divisor",
        "{what} 中除数为零；请为该步骤写明 `if_zero`，或更正除数",
    ),
    "C103": Message(
        "error",
        "{what} needs a number here and the cell is empty; fill it in, or give a `default`",
        "{what} 此处需要一个数，而单元格为空；请填写，或写明 `default`",
    ),
    "C104": Message(
        "error",
        "{what} needs a number and the cell holds a text; type digits only, such as 12 or 12.5",
        "{what} 需要数字，而单元格是文字；请只填数字，例如 12 或 12.5",
    ),
    "C105": Message(
        "error",
        "{what} reads a number beyond ±1,000,000,000; correct the cell",
        "{what} 读到的数超出 ±1,000,000,000；请更正该单元格",
    ),
    "C106": Message(
        "error",
        "{what} needs a date and the cell is none; type it as 2025-09-01",
        "{what} 需要日期，而单元格不是日期；请按 2025-09-01 的格式填写",
    ),
    "C107": Message(
        "error",
        "the value is in no entry of the table in {what}; correct the cell, add the entry, or give "
        "a `default`",
        "{what} 的对照表中没有此值；请更正单元格、补充该项，或写明 `default`",
    ),
    "C108": Message(
        "error",
        "the number lies below the first band of {what}; start the bands lower, or correct the "
        "number",
        "该数低于 {what} 的第一档下限；请降低首档下限，或更正该数",
    ),
    "C109": Message(
        "error",
        "{what} has no rows here and its policy says `missing: error`; add the record",
        "{what} 在此没有记录，而政策规定 `missing: error`；请补充记录",
    ),
    "C110": Message(
        "error",
        "{what} rounds to a multiple of a number that is not above zero; correct that number",
        "{what} 的取整单位不大于零；请更正",
    ),
    "C111": Message(
        "error",
        "{what} uses a column on which the unit's schools differ; make them agree, or use another",
        "{what} 使用的列在该单位各校不一致；请统一，或改用其他列",
    ),
    "C201": Message(
        "error",
        "{what} would owe a negative amount; put `at_least: 0` last in the item, or correct the "
        "records",
        "{what} 得出负的应付额；请在指标末尾写 `at_least: 0`，或更正记录",
    ),
    "C202": Message(
        "error",
        "a factor of {what} is negative; factors must be 0 or more",
        "{what} 的系数为负；系数须不小于 0",
    ),
    "C203": Message(
        "error",
        "a factor of {what} lies outside 0 to 1; `keep` takes the part that is kept",
        "{what} 的系数不在 0 到 1 之间；`keep` 填写保留的比例",
    ),
    "C204": Message(
        "error",
        "there is not enough money for {what}; raise the fund, or write `if_short: scale`",
        "{what} 的资金不足；请增加资金，或写 `if_short: scale`",
    ),
    "C205": Message(
        "error",
        "in {what} at_least lies above at_most; correct the limit",
        "{what} 的 at_least 高于 at_most；请更正限额",
    ),
    "C206": Message(
        "error",
        "{what} has less money than its members' at_least needs; lower it, or give the pool more",
        "{what} 的资金不足以支付每人的 at_least；请降低下限，或增加资金",
    ),
    "C207": Message(
        "error",
        "{what} cannot lift everyone to its floor: those above it have too little; lower the floor",
        "{what} 无法使每人达到下限：高于下限者可调出的不足；请降低下限",
    ),
    "C208": Message(
        "error",
        "the two groups of {what} share a post; they may not overlap",
        "{what} 的两个组有共同的岗位；两组不得重叠",
    ),
    "C209": Message(
        "error",
        "the money of {what} is negative or above 10^15 minor units; correct the table funds",
        "{what} 的资金为负或超过 10^15 最小货币单位；请更正 funds 表",
    ),
    "C301": Message(
        "warning",
        "the guarantee {what} does not hold here",
        "保障条款 {what} 在此未达到",
    ),
    "C302": Message(
        "warning",
        "this unit got money and has no posts; the money is unallocated, or kept by its pools",
        "该单位分得资金但没有岗位；资金未分配，或由其资金池留存",
    ),
}
