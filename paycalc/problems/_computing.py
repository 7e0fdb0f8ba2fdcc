"""Messages of the codes ``C…``: what went wrong in computing."""

from __future__ import annotations

from paycalc.problems._message import Message

COMPUTING: dict[str, Message] = {
    "C101": Message(
        "error",
        "A number leaves 64 bits at {what}: it is far too large. Look for a quantity, a "
        "coefficient or a divisor of the wrong size.",
        "{what} 处的数超出 64 位，过大。请检查数量、系数或除数的大小。",
    ),
    "C102": Message(
        "error",
        "{what} divides by zero. Write `if_zero` beside `divide`, or correct the divisor.",
        "{what} 处除数为零。请在 `divide` 旁写 `if_zero`，或更正除数。",
    ),
    "C103": Message(
        "error",
        "{what} needs a number, and there is none here: a cell is empty, or an item has no "
        "number. Fill the cell in, or write a `default`.",
        "{what} 处需要一个数，而此处没有：单元格为空，或该项没有数值。请填写单元格，或写明 "
        "`default`。",
    ),
    "C104": Message(
        "error",
        "{what} needs a number, and a cell holds a text. Write digits alone, such as 12 or 12.5.",
        "{what} 处需要数字，而单元格是文字。请只写数字，如 12 或 12.5。",
    ),
    "C105": Message(
        "error",
        "{what} reads a number beyond 1000000000 or below -1000000000. Correct the cell.",
        "{what} 读到的数大于 1000000000 或小于 -1000000000。请更正该单元格。",
    ),
    "C106": Message(
        "error",
        "{what} needs a date, and the cell holds none. Write it as 2025-09-01.",
        "{what} 处需要日期，而单元格不是日期。请写成 2025-09-01。",
    ),
    "C107": Message(
        "error",
        "A value is in no entry of a table at {what}. Correct the cell, add the entry, or "
        "write a `default`.",
        "{what} 处的对照表中没有该值。请更正单元格、补充该项，或写明 `default`。",
    ),
    "C108": Message(
        "error",
        "A number lies below the first bound at {what}. Let the bands begin lower, or correct "
        "the number.",
        "{what} 处的数低于第一个界限。请让分段从更低处开始，或更正该数。",
    ),
    "C109": Message(
        "error",
        "{what} has no rows here, and its policy says `missing: error`. Add the record, or let "
        "`missing` say a number or `none`.",
        "{what} 在此没有记录，而方案写明 `missing: error`。请补充记录，或把 `missing` 改为数字"
        "或 `none`。",
    ),
    "C110": Message(
        "error",
        "{what} rounds to a multiple of a number that is not above 0. Correct that number.",
        "{what} 处舍入的单位不大于 0。请更正该数。",
    ),
    "C111": Message(
        "error",
        "{what} reads a column on which the schools of this unit differ. Make them agree, or "
        "read another column.",
        "{what} 读取的列在该单位的各校不一致。请统一，或改用其他列。",
    ),
    "C201": Message(
        "error",
        "{what} would owe a negative amount. Write `at_least: 0` as the last step of the item, "
        "or correct the records.",
        "{what} 的应付额为负。请把 `at_least: 0` 写成该项的最后一步，或更正记录。",
    ),
    "C202": Message(
        "error",
        "A factor of {what} is negative. A factor is 0 or more: write `at_least: 0` as the "
        "last step of the item, or correct the records.",
        "{what} 的系数为负。系数不小于 0：请把 `at_least: 0` 写成该项的最后一步，或更正记录。",
    ),
    "C203": Message(
        "error",
        "A factor of {what} does not lie between 0 and 1. `keep` takes the part that is kept: "
        "bound the item, or correct the records.",
        "{what} 的系数不在 0 与 1 之间。`keep` 需要保留的比例：请限制该项的取值，或更正记录。",
    ),
    "C204": Message(
        "error",
        "There is not enough money for {what}. Raise the fund, let the pool take more, or "
        "write `if_short: scale`.",
        "{what} 的资金不足。请增加资金、提高提取额，或写 `if_short: scale`。",
    ),
    "C205": Message(
        "error",
        "At {what} `at_least` lies above `at_most`, as much money as there is. Correct the limit.",
        "按现有资金，{what} 的 `at_least` 高于 `at_most`。请更正限额。",
    ),
    "C206": Message(
        "error",
        "{what} has less money than its members need for `at_least`. Lower `at_least`, or let "
        "the pool take more.",
        "{what} 的资金不足以满足成员的 `at_least`。请调低 `at_least`，或提高提取额。",
    ),
    "C207": Message(
        "error",
        "{what} cannot lift everyone to its floor: those above it have too little. Lower the "
        "floor.",
        "{what} 无法使每人达到下限：高于下限者可调出的不足。请调低下限。",
    ),
    "C208": Message(
        "error",
        "The two groups of {what} share this post, and may not. Change the conditions of one "
        "of them.",
        "{what} 的两个组都含有此岗位，两组不得重叠。请修改其中一组的条件。",
    ),
    "C209": Message(
        "error",
        "The money of {what} is negative, or more than a fund may be. Correct the rows of funds.",
        "{what} 的资金为负，或超过资金上限。请更正 funds 表的行。",
    ),
    "C210": Message(
        "error",
        "With its opening balance the money of this unit is negative. Carry less into this period.",
        "计入期初余额后，该单位的资金为负。请减少结转到本期的金额。",
    ),
    "C211": Message(
        "error",
        "The adjustments take more from this post than it has. Take back less in this period.",
        "手工调整从该岗位收回的金额超过其已有金额。请减少本期收回的金额。",
    ),
    "C212": Message(
        "error",
        "The adjustments give the posts of this unit more than is unallocated in it. Give "
        "less, or let the policy leave more unallocated.",
        "手工调整发给该单位各岗位的金额超过其未分配资金。请减少调整金额，或在方案中留出更多未分配资金。",
    ),
    "C301": Message(
        "warning",
        "The guarantee {what} does not hold here. Write `enforce: true` to have it repaired "
        "within units, or let the pools give otherwise.",
        "保障条款 {what} 在此未达到。请写 `enforce: true` 以在单位内调整，或修改资金池。",
    ),
    "C302": Message(
        "warning",
        "This unit got money and has no posts: its money is unallocated, or kept by its pools. "
        "Add its posts to staff, or leave the unit out of level 1.",
        "该单位分得资金但没有岗位：资金未分配，或由其资金池留存。请在 staff 表中补充岗位，或不"
        "让该单位参与一级分配。",
    ),
}
