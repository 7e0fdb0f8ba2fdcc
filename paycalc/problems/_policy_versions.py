"""Messages about the versions of a policy in a folder: their dates, and which one counts."""

from __future__ import annotations

from paycalc.problems._message import Message


def _error(en: str, zh: str) -> Message:
    return Message("error", en, zh)


VERSIONS: dict[str, Message] = {
    "P230": _error(
        "'{other}' is in effect too, from {first} to {last}: nobody could say which of the two "
        "counts. Let one end before the other begins.",
        "“{other}”在 {first} 至 {last} 也有效：无法确定以哪一个为准。"
        "请让其中一个在另一个开始之前结束。",
    ),
    "P231": Message(
        "warning",
        "No version of this policy is in effect from {first} to {last}, after '{other}' ends. If "
        "somebody is to be paid for these days, correct the dates or add the version.",
        "自“{other}”结束后，{first} 至 {last} 没有有效的版本。"
        "如果这些日子需要计发，请改正日期或补充版本。",
    ),
    "P232": _error(
        "'{found}' is also the version of '{other}'. Give each version a text of its own, so that "
        "a payment can name it.",
        "“{found}”也是“{other}”的版本号。请让每个版本有自己的版本号，以便发放记录注明。",
    ),
    "P233": _error(
        "The folder holds several policies ({found}). Name the file of the one that is meant, or "
        "keep the versions of one policy in a folder of their own.",
        "文件夹中有多个方案（{found}）。"
        "请指明所用的方案文件，或把同一方案的各版本单独放在一个文件夹。",
    ),
    "P234": _error(
        "No version of the policy is in effect on {day}, the period's first day; there are: "
        "{known}. Correct the period or the dates, or add the version.",
        "时段第一天 {day} 没有有效的版本；现有：{known}。请改正时段或日期，或补充版本。",
    ),
    "P235": _error(
        "The folder holds no policy. A policy is a file that ends in .yaml and lies directly in "
        "it: name its folder, or the file itself.",
        "文件夹中没有方案。方案是直接放在该文件夹中、以 .yaml 结尾的文件："
        "请指明其所在文件夹或文件本身。",
    ),
}
