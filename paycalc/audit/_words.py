"""The words in which an audit is told, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from paycalc.audit.model import ChangeKind, Comparison, Verdict

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("Audit of {policy} {version}", "{policy} {version} 的审计"),
    "sum": (
        "{promises} promises, {declared} declared; {cases} cases a search, seed {seed}, "
        "{seconds} s; declared and broken: {broken}",
        "承诺 {promises} 项，已声明 {declared} 项；每项检索 {cases} 例，种子 {seed}，"
        "用时 {seconds} 秒；已声明而不成立：{broken}",
    ),
    "declared": ("declared", "已声明"),
    "note": ("note", "备注"),
    "premise": (
        "given that {premise}: in {rate} of {cases} cases",
        "前提：{premise}；{cases} 例中占 {rate}",
    ),
    "proved": (
        "by reading the policy{theorems}: nobody loses more than {loss}",
        "由方案条文证明{theorems}：任何人损失不超过 {loss}",
    ),
    "nothing": ("nothing", "零"),
    "searched": (
        "{met} cases, none breaks it{worst}; at 95% confidence fewer than {bound} of such cases do",
        "检索 {met} 例均成立{worst}；以 95% 置信度，此类情形中不成立者少于 {bound}",
    ),
    "missed": (" (within its tolerance, by at most {worst})", "（容差之内，至多 {worst}）"),
    "broken": ("broken in {broken} of {met} cases{worst}", "{met} 例中有 {broken} 例不成立{worst}"),
    "leak": (
        "a leak: rounding that grew, beyond {pools} fen; less than a unit of money or a thousandth "
        "of the mean pay",
        "属渗漏：舍入差被放大，超过 {pools} 分；不足一元或不足人均所得的千分之一",
    ),
    "by_up_to": (", by up to {worst}", "，最多相差 {worst}"),
    "rounding": (
        "{met} cases; misses by at most {worst}, which is rounding (up to {pools} fen for a post: "
        "its pools are rounded apart)",
        "检索 {met} 例；最多相差 {worst}，属舍入（一个岗位至多 {pools} 分，因各分配项各自舍入）",
    ),
    "idle": ("no case met it, so nothing is known", "没有任何一例涉及，因此一无所知"),
    "refused_before": (
        "refused, not judged: {n} of {counties} counties ({rate})",
        "被拒绝而未判定：{counties} 例中的 {n} 例（{rate}）",
    ),
    "refused_after": (
        "paid before the change and refused after it: {n} counties",
        "变动前可计算、变动后被拒绝：{n} 例",
    ),
    "scope": (
        "besides, all of a small scope: {n} units of 1 to 3 posts, a member beside each breakpoint",
        "另穷举小范围：{n} 个 1 至 3 岗的单位，一人取各临界值附近",
    ),
    "partly": ("proved for: {kinds}", "已证明：{kinds}"),
    "open": ("not proved for {of}: {reason} ({place})", "{of} 未能证明：{reason}（{place}）"),
    "changed": ("What changed", "变动"),
    "county": ("The county", "县区情形"),
    "pay": ("Pay", "所得"),
    "why": ("Why", "原因"),
    "before": ("before", "变动前"),
    "after": ("after", "变动后"),
    "difference": ("difference", "差额"),
    "school": ("school", "学校"),
    "teacher": ("teacher", "教师"),
    "records": ("records", "记录"),
    "fund": ("fund", "资金"),
    "refused": ("refused: {codes}", "被拒绝：{codes}"),
    "loses": (
        "{teacher} of {school} has {loss} less than promised ({share} of the mean pay)",
        "{school} 的 {teacher} 比承诺少 {loss}（人均所得的 {share}）",
    ),
    "gains": (
        "{teacher} of {school} has {loss} more than promised ({share} of the mean pay)",
        "{school} 的 {teacher} 比承诺多 {loss}（人均所得的 {share}）",
    ),
    "beyond": (
        "{teacher} of {school} is {loss} beyond a limit ({share} of the mean pay)",
        "{school} 的 {teacher} 超出限额 {loss}（人均所得的 {share}）",
    ),
    "jumps": (
        "the pay of {teacher} of {school} moves by {loss} more than promised ({share} of the mean "
        "pay)",
        "{school} 的 {teacher} 所得变动比承诺多 {loss}（人均所得的 {share}）",
    ),
    "unit_jumps": (
        "the money per head of {school} moves by {loss} more than promised ({share} of the mean "
        "pay)",
        "{school} 的人均资金变动比承诺多 {loss}（人均所得的 {share}）",
    ),
    "front_line": (
        "per head the front line of {school} has {loss} less than leaders ({share} of the mean "
        "pay)",
        "{school} 的一线教师人均比领导少 {loss}（人均所得的 {share}）",
    ),
    "against": ("compared with {teacher} of {school}", "与 {school} 的 {teacher} 相比"),
    "line": ("{line}: {before} -> {after}{place}", "{line}：{before} → {after}{place}"),
    "item": (
        "item {name}: {before} -> {after} ({place})",
        "项目 {name}：{before} → {after}（{place}）",
    ),
    "turn": (
        "here `{step}`{by} makes a fall of a rise, or a rise of a fall, in item {name}",
        "此处 `{step}`{by} 使项目 {name} 由升变降，或由降变升",
    ),
    "turn_by": (" by {number}", "（{number}）"),
    "found": (
        "found with seed {seed}, county {index}; then made small",
        "种子 {seed}，第 {index} 例发现，随后缩小",
    ),
    "no_row": ("(none)", "（无）"),
    "no_number": ("no number", "无数值"),
    "reached": (
        "The search came to {reached} of {places} places: bands, tiers, grades, pools, limits, "
        "repairs, and what one thing more takes across them (--json and --html count each)",
        "检索到达 {places} 处中的 {reached} 处：档、级、等级、分配、限额、保障，以及变动所跨越者"
        "（--json 与 --html 逐处计数）",
    ),
    "never": ("never: {name}", "未到达：{name}"),
    "crossed": ("Crossed by the counties of the search", "检索所经之处"),
    "coverage": ("{name}: {n}", "{name}：{n}"),
    "refusals": ("Counties refused, by code", "被拒绝的情形（按编号）"),
    "meaning": ("What the verdicts mean", "判定的含义"),
}
LOSSES: Final[Mapping[Comparison, str]] = {
    "own_not_more": "gains",
    "vetoed_unpaid": "gains",
    "caps": "beyond",
    "own_no_cliff": "jumps",
    "unit_no_cliff": "unit_jumps",
    "front_line_per_head": "front_line",
}
"""How a breach is told where it is not that somebody has less than promised."""
VERDICTS: Final[Mapping[Verdict, tuple[str, str]]] = {
    "PROVED": ("PROVED", "已证明"),
    "CHECKED": ("CHECKED", "已穷举"),
    "SAMPLED": ("SAMPLED", "已抽检"),
    "BROKEN": ("BROKEN", "不成立"),
    "ROUNDING": ("ROUNDING", "舍入差"),
    "NOT EXERCISED": ("NOT EXERCISED", "未涉及"),
}
MEANINGS: Final[Mapping[Verdict, tuple[str, str]]] = {
    "PROVED": (
        "true of every county of the domain that the engine accepts, by reading the policy and by "
        "theorems of sharing; it says nothing of what the domain leaves out, nor that the promise "
        "is a good one",
        "由方案条文和分配定理推出，对范围内所有可计算的情形成立；对范围之外不作断言，也不说明承诺本身是否恰当",
    ),
    "CHECKED": (
        "every case of the stated scope was computed, and none breaks it; outside the scope "
        "nothing is known",
        "所述范围内的每一例都已计算且均成立；范围之外一无所知",
    ),
    "SAMPLED": (
        "no case of so many breaks it: this is no proof, and not safe; rarer cases than the bound "
        "may",
        "所抽各例均成立：这不是证明，也不等于安全；比上界更罕见的情形仍可能不成立",
    ),
    "BROKEN": ("a case breaks it; it is told below", "有一例不成立，详见下文"),
    "ROUNDING": (
        "it is missed by a few fen alone, at most one for each pool that is rounded apart",
        "只差几分，至多每个单独舍入的分配项一分",
    ),
    "NOT EXERCISED": (
        "no case met its premise or could make its change: nothing is known",
        "没有任何一例满足前提或可作变动：一无所知",
    ),
}
CHANGES: Final[Mapping[ChangeKind, tuple[str, str]]] = {
    "nothing": ("nothing", "无"),
    "workload": ("workload {of}", "工作量 {of}"),
    "outcomes": ("result {of}", "成绩 {of}"),
    "school_results": ("the school's {of}", "学校考核 {of}"),
    "class_head": ("becomes class head ({of})", "担任班主任（{of}）"),
    "veto": ("is vetoed ({of})", "被一票否决（{of}）"),
    "leave": ("leave {of}", "请假 {of}"),
    "more_fund": ("a larger fund", "资金增加"),
    "twice_fund": ("twice the fund", "资金翻倍"),
    "other_unit": ("another unit's records: {of}", "其他单位的记录：{of}"),
    "row_order": ("the order of rows", "行的次序"),
    "twin": ("has the same records as {after}", "与 {after} 记录相同"),
    "head_twin": (
        "is class head, and else has the same records as {after}",
        "担任班主任，其余记录与 {after} 相同",
    ),
    "dominated": (
        "has as much as {after} on every count, and more on some",
        "各项均不低于 {after}，有的更多",
    ),
}


def say(language: str, key: str, **values: object) -> str:
    """A sentence in a language with its values.

    >>> say("zh", "note")
    '备注'
    """
    return WORDS[key][language == "zh"].format(**values)
