"""The promises that a policy may declare by name: what each says, in both languages and formally.

How each is judged is the audit's matter; here stand the names, so that a policy's are checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Text(NamedTuple):
    """A promise as a sentence, as a formula, and what has to hold for it to speak at all.

    In formulas ``pi_i(s)`` is the payable of post i in county s in fen, ``s[i.h += d]`` the county
    with one field changed, and every free name stands for all of the domain.
    """

    en: str
    zh: str
    formal: str
    premise_en: str = ""
    premise_zh: str = ""


TEXTS: Final[Mapping[str, Text]] = {
    "fund_accounted_for": Text(
        "The fund is accounted for to the fen.",
        "资金逐分可查：全部去向有账。",
        "fund = sum payable + held + kept + unallocated + forfeited to the county",
    ),
    "nobody_negative": Text(
        "Nobody is paid less than nothing.",
        "任何人所得不为负。",
        "gross_i, forfeited_i, received_i, held_i, payable_i >= 0",
    ),
    "full_veto_pays_nothing": Text(
        "Who is fully vetoed is paid nothing.",
        "被全额一票否决者所得为零。",
        "veto_i takes everything => pi_i = 0",
        "the policy has a class of breaches that takes everything",
        "方案设有全额扣减的违规类别",
    ),
    "veto_harms_nobody": Text(
        "A veto lowers nobody else's pay.",
        "一票否决不减少他人所得。",
        "for all j != i: pi_j(s[i.veto]) >= pi_j(s) - tolerance",
        "the policy has a veto",
        "方案设有一票否决",
    ),
    "more_work_not_less_pay": Text(
        "More work never lowers one's own pay (per kind of workload).",
        "多教多酬：多做工作，本人所得不减少（按工作类别）。",
        "pi_i(s[i.h += d]) >= pi_i(s) - tolerance, d >= 1, for every kind h",
    ),
    "better_result_not_less_pay": Text(
        "A better result never lowers one's own pay (per indicator).",
        "优教优酬：成绩更好，本人所得不减少（按指标）。",
        "pi_i(s[i.o += d]) >= pi_i(s) - tolerance, d >= 1, for every indicator o",
    ),
    "more_leave_not_more_pay": Text(
        "More leave never raises one's own pay (per kind of leave).",
        "请假更多，本人所得不增加（按假别）。",
        "pi_i(s[i.leave += d]) <= pi_i(s) + tolerance, d >= 1, for every kind of leave",
    ),
    "class_head_not_less_pay": Text(
        "Becoming class head never lowers one's own pay.",
        "担任班主任，本人所得不减少。",
        "pi_i(s[i.head := 1]) >= pi_i(s) - tolerance",
    ),
    "class_head_not_below_twin": Text(
        "A class head is paid no less than the identical colleague who is none.",
        "班主任所得不低于其他记录相同的非班主任同事。",
        "x_i = x_j except head_i > head_j => pi_i >= pi_j - tolerance",
    ),
    "equal_records_equal_pay": Text(
        "Identical records are paid alike, up to rounding.",
        "记录相同，所得相同（舍入之外）。",
        "x_i = x_j => |pi_i - pi_j| <= K; a theorem where nothing is shared by what people have",
    ),
    "more_of_everything_not_less_pay": Text(
        "Who has at least as much on every count is never paid less (no rank reversal).",
        "各项均不低于他人者，所得不低于他人（不倒挂）。",
        "x_i >= x_j in every field, same role => pi_i >= pi_j - tolerance",
    ),
    "front_line_not_below_leaders": Text(
        "Per head, the front line is paid no less than leaders.",
        "一线教师人均所得不低于领导。",
        "mean_front pi >= mean_leaders pi",
        "the front line's mean workload, results and rate of class heads are no less than leaders'",
        "一线教师的平均工作量、成绩和班主任比例均不低于领导",
    ),
    "larger_fund_lowers_nobody": Text(
        "A larger fund lowers nobody's pay.",
        "资金总额增加，任何人所得不减少。",
        "pi_i(F + d) >= pi_i(F) - tolerance",
    ),
    "twice_the_fund_twice_the_pay": Text(
        "Twice the fund is twice the pay.",
        "资金翻倍，所得翻倍。",
        "|pi_i(2 F) - 2 pi_i(F)| <= 3 tolerance",
        "no amount of money is written in the policy, and largest remainders round",
        "方案中未写明任何固定金额，且按最大余数法舍入",
    ),
    "row_order_changes_nothing": Text(
        "The order of rows changes nothing.",
        "行的次序不影响结果。",
        "pi(permuted rows) = pi",
    ),
    "other_units_only_through_level_1": Text(
        "Another unit's people change one's pay only through level 1.",
        "其他单位的人员只通过第一级影响本单位所得。",
        "F_A(s[B's records]) = F_A(s) => pi^A(s[B's records]) = pi^A(s)",
        "level 1 gives the unit the same",
        "第一级给本单位的金额相同",
    ),
    "other_units_change_nothing": Text(
        "Another unit's people change nothing of one's pay; by how much they do is told.",
        "其他单位的人员完全不影响本单位所得；如有影响，报告其大小。",
        "pi^A(s[B's records]) = pi^A(s)",
    ),
    "no_cliff": Text(
        "One unit more of work moves one's own pay by no more than a part of the mean.",
        "工作量多一个单位，本人所得变动不超过均值的一定比例。",
        "|pi_i(s[i.h += 1]) - pi_i(s)| <= X mean(pi)",
        "three posts in the unit, a mean worth speaking of, and everybody half the typical number",
        "单位至少三个岗位、人均所得有一定数额，且每人数量均达到常见值的一半",
    ),
    "no_result_cliff": Text(
        "One unit more of a result moves one's own pay by no more than a part of the mean.",
        "成绩多一个单位，本人所得变动不超过均值的一定比例。",
        "|pi_i(s[i.o += 1]) - pi_i(s)| <= X mean(pi)",
        "three posts in the unit, a mean worth speaking of, and everybody half the typical number",
        "单位至少三个岗位、人均所得有一定数额，且每人数量均达到常见值的一半",
    ),
    "no_school_cliff": Text(
        "One unit more of a school's result moves its money per head by no more than a part of it.",
        "学校考核多一分，其人均资金变动不超过一定比例。",
        "|F_A(s[A.o += 1]) - F_A(s)| <= X F_A(s)",
        "the unit's money per head is worth speaking of",
        "单位人均资金有一定数额",
    ),
    "caps_hold": Text(
        "Caps and enforced guarantees hold after rounding.",
        "上限和强制保障在舍入之后仍然成立。",
        "every limit, each_at_most and each_at_least (right after it), and at the end every "
        "enforced guarantee holds to the fen",
    ),
    "quotas_hold": Text(
        "No grade has more members than its quota.",
        "各等级人数不超过规定名额。",
        "#(this grade or a better one) <= cut(quotas); where ties all go up they may pass it",
    ),
}

CLIFFS: Final = frozenset({"no_cliff", "no_result_cliff", "no_school_cliff"})
"""Those that speak of one unit more of something (``per``), and of a part of the mean."""
PER: Final = ("workload", "outcomes", "school_results")
"""What one unit more may be of."""
