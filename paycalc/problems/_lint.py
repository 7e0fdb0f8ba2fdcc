"""Messages of the codes ``L…``: what a regulation or a careful colleague would object to.

L0.. rules that read the policy alone, L1.. rules that need a dataset (L19. what was not judged),
L9.. the switches of the policy's key ``lint``. A finding is a warning: the policy can be carried
out.
"""

from __future__ import annotations

from typing import Final

from paycalc.problems._message import Message


def _warning(en: str, zh: str) -> Message:
    return Message("warning", en, zh)


def _note(en: str, zh: str) -> Message:
    return Message("note", en, zh)


_OF_POLICIES: Final[dict[str, Message]] = {
    "L010": _warning(
        "{part} speaks of '{word}': no pay may depend on examination results or admission rates.",
        "{part} 涉及“{word}”：不得将考试成绩、升学率与收入挂钩。",
    ),
    "L011": _warning(
        "{part} counts leave that the law grants, and pay depends on it: {kinds}.",
        "{part} 把法定假计入，并影响收入：{kinds}。",
    ),
    "L020": _warning(
        "In the pool {pool} leaders ({group}) weigh {weight} and the front line {other}: more than "
        "{figure} times as much.",
        "资金池 {pool} 中管理人员（{group}）的系数为 {weight}，一线为 {other}，超过 {figure} 倍。",
    ),
    "L021": _warning(
        "All pools of {plan} share by head: everybody gets the same, whatever they do.",
        "{plan} 的所有资金池都按人头分配：无论做多做少，人人相同。",
    ),
    "L022": _warning(
        "Nothing in this policy pays class heads.",
        "本方案没有任何班主任津贴或工作量。",
    ),
    "L023": _warning(
        "Nothing in this policy favours the front line: no pool or weight is for it, and nothing "
        "that people teach or achieve is paid.",
        "本方案没有向一线倾斜：没有面向一线的资金池或系数，也不按教学工作量或成果计发。",
    ),
    "L024": _warning(
        "The grade {grade} takes {quota}% of the members; at most {figure}% is usual.",
        "等级 {grade} 占 {quota}%，通常不超过 {figure}%。",
    ),
    "L025": _warning(
        "{part} takes money from people and does not say who gets it; without `{key}` it stays "
        "unallocated.",
        "{part} 扣减的资金未写明去向；不写 `{key}` 时归入未分配。",
    ),
    "L030": _warning(
        "{item} makes money of a missing number: who has no rows counts as 0, and `{step}` "
        "raises it.",
        "{item} 会给没有记录的人发钱：无记录按 0 计，再由 `{step}` 提高。",
    ),
    "L031": _warning(
        "{item} pays for each post in {pools}: a teacher with two posts gets it twice.",
        "{item} 在 {pools} 中按岗位计发：有两个岗位的教师会得到两份。",
    ),
    "L032": _warning(
        "The pool {pool} adds {items}, which count the same rows of {table}.",
        "资金池 {pool} 把 {items} 相加，而它们计入了 {table} 表的同一些行。",
    ),
    "L033": _warning(
        "The grades of {item} do not balance: their mean is {mean}, neither 1 nor the middle value "
        "{middle}.",
        "{item} 的等级不平衡：加权平均为 {mean}，既不是 1，也不是中间值 {middle}。",
    ),
    "L034": _warning(
        "{item} jumps at {bound}: `{step}` changes the pay of the whole number there.",
        "{item} 在 {bound} 处跳变：`{step}` 使全部数量的计发随之改变。",
    ),
    "L040": _warning("The item {item} is used nowhere.", "项 {item} 没有被用到。"),
    "L041": _warning(
        "No pay, guarantee or veto asks for the group {group}.",
        "没有任何计发、保障或否决用到组 {group}。",
    ),
    "L042": _warning(
        "No breach of the negative list is of the class {name}.",
        "负面清单中没有属于类别 {name} 的条目。",
    ),
}
_OF_DATASETS: Final[dict[str, Message]] = {
    "L110": _warning(
        "{item} reads rows of {table} whose {column} speaks of '{word}', and pay depends on them.",
        "{item} 读取 {table} 表中 {column} 涉及“{word}”的行，并影响收入。",
    ),
    "L120": _warning(
        "Leaders get {ratio} times the mean of {others} out of the teachers' money; at most "
        "{figure}.",
        "管理人员从教师资金中所得的平均额是 {others} 的 {ratio} 倍，上限为 {figure} 倍。",
    ),
    "L123": _warning(
        "The front line is {heads}% of the posts and gets {share}% of the money: no more than its "
        "share of heads.",
        "一线占岗位的 {heads}%，所得占 {share}%，没有高于人数占比。",
    ),
    "L130": _warning(
        "Teachers' average total pay is {ratio} times the local civil servants'; at least "
        "{figure}.",
        "教师平均工资收入为当地公务员的 {ratio} 倍，应不低于 {figure} 倍。",
    ),
    "L131": _warning(
        "The training budget is {share}% of the wage total with performance pay; at least "
        "{figure}%.",
        "培训经费占含绩效在内工资总额的 {share}%，应不低于 {figure}%。",
    ),
    "L132": _warning(
        "Schools spend {share}% of their public funds on training; at least {figure}%.",
        "学校用于培训的公用经费占 {share}%，应不低于 {figure}%。",
    ),
    "L133": _warning(
        "Of those due for rotation {share}% moved; at least {figure}%.",
        "应交流教师中实际交流的占 {share}%，应不低于 {figure}%。",
    ),
    "L134": _warning(
        "Of those who moved {share}% are backbone teachers; at least {figure}%.",
        "交流教师中骨干教师占 {share}%，应不低于 {figure}%。",
    ),
}
_NOTES: Final[dict[str, Message]] = {
    "L190": _note(
        "{rule} was not judged here: the dataset does not say {needed}.",
        "{rule} 在此未检查：数据集没有 {needed}。",
    ),
    "L191": _note(
        "{rule} was not judged: no group of the policy is known as {role}. Name it under "
        "`lint: {{groups: …}}`.",
        "{rule} 未检查：方案中没有已知为 {role} 的组。请在 `lint: {{groups: …}}` 中写明。",
    ),
    "L192": _note(
        "{rule} was not judged here: this cell is neither empty nor {wanted}.",
        "{rule} 在此未检查：该单元格应为 {wanted}。",
    ),
    "L193": _note(
        "Without a dataset these rules were not judged: {rules}.",
        "未给出数据集，以下规则未检查：{rules}。",
    ),
}
_SWITCHES: Final[dict[str, Message]] = {
    "L900": _warning(
        "There is no rule {found} to switch; these can be: {allowed}.",
        "没有可开关的规则 {found}；可用的有：{allowed}。",
    ),
    "L900N": _warning(
        "There is no rule {found} to switch; these can be: {allowed}. Did you mean '{nearest}'?",
        "没有可开关的规则 {found}；可用的有：{allowed}。是否想写“{nearest}”？",
    ),
    "L901": _warning(
        "{rule} is switched off and would find nothing here: the switch silences nothing.",
        "{rule} 已关闭，但此处本无所指：该开关没有作用。",
    ),
    "L902": _warning(
        "{rule} knows no `{found}`; what it knows: {allowed}.",
        "{rule} 没有 `{found}`；可用的有：{allowed}。",
    ),
}

RULED: Final = (*_OF_POLICIES, *_OF_DATASETS)
"""The codes that stand for a rule, and that a policy may switch."""

LINT: Final[dict[str, Message]] = {**_OF_POLICIES, **_OF_DATASETS, **_NOTES, **_SWITCHES}
