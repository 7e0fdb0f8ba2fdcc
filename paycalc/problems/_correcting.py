"""Messages of the codes ``X…``: X1 what can be corrected, X2 what keeps it from being paid."""

from __future__ import annotations

from paycalc.problems._message import Message


def _error(en: str, zh: str) -> Message:
    return Message("error", en, zh)


CORRECTING: dict[str, Message] = {
    "X101": _error(
        "The policy of this run says nothing of corrections. Write `corrections` into the policy "
        "before the next period is run; what this period owes, pay by `adjustments` of the next.",
        "此次运行的方案没有写明更正方式。请在下一时段运行前在方案中写明 `corrections`；本时段的差额"
        "请用下一时段的 `adjustments` 处理。",
    ),
    "X102": _error(
        "This run is not closed: there is nothing to correct yet. Run again with the records as "
        "they are, or close it with `paycalc close`.",
        "此次运行尚未关账，无须更正。请用现有记录重新运行，或用 `paycalc close` 关账。",
    ),
    "X103": _error(
        "The records are of the period {found}, the run of {expected}. A correction takes the "
        "records of the same period, with the same first and last day.",
        "记录属于时段 {found}，而运行属于 {expected}。更正须用同一时段的记录，起止日期相同。",
    ),
    "X104": _error(
        "This revision was corrected already, by {found}, which is closed. A correction works "
        "against the last closed revision: name that folder.",
        "该版本已由 {found} 更正并关账。更正须以最后关账的版本为准：请指明该文件夹。",
    ),
    "X105": _error(
        "This run holds no records, and those that it read are changed or gone, so that nobody can "
        "tell whose records changed. Restore them where they lay.",
        "此次运行没有保存记录，当时读取的记录也已改动或不在，无法判断谁的记录有变化。请恢复原记录。",
    ),
    "X106": _error(
        "There is nothing to release: the policy holds back no reserve, which goes with "
        "`corrections: {{mode: freeze_others}}`.",
        "没有可释放的资金：方案没有预留，预留只与 `corrections: {{mode: freeze_others}}` 同用。",
    ),
    "X201": _error(
        "This teacher has left before the end of the period and would have to pay something back. "
        "Settle it by hand, with a row of `adjustments` that gives it to the post.",
        "该教师在时段结束前已离职，需要退回款项。请用 `adjustments` 的一行补给该岗位，人工处理。",
    ),
    "X202": _error(
        "This teacher would have to pay back more than `recovery_at_most` allows in one "
        "correction. Settle it by hand, with a row of `adjustments`.",
        "该教师一次需退回的款项超过 `recovery_at_most`。请用 `adjustments` 的一行人工处理。",
    ),
    "X203": _error(
        "The reserve of this unit does not suffice for what its posts are owed. Correct the "
        "records, or pay the rest by `adjustments` of the next period.",
        "该单位的预留不足以支付应补金额。请更正记录，或用下一时段的 `adjustments` 支付。",
    ),
    "X204": _error(
        "A veto of this unit is lifted, and neither the account that received the forfeit nor the "
        "reserve can give it back. Pay it by `adjustments` of the next period.",
        "该单位有一票否决被撤销，而收取扣款的账户与预留都不足以退还。请用下一时段的 `adjustments` "
        "支付。",
    ),
    "X205": _error(
        "The records give another `{what}` than that of the closed period, which only "
        "`mode: repool` takes in. Restore it, or give the difference to the next period.",
        "记录中的 `{what}` 与已关账时段不同，只有 `mode: repool` 才会计入。请恢复，或把差额转入下一"
        "时段。",
    ),
    "X206": _error(
        "No unit has anything left in its reserve: there is nothing to release.",
        "各单位的预留都没有余额，无可释放。",
    ),
}
