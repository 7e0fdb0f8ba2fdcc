"""Messages of the codes ``V…``: V1 what a run folder holds, V2 verifying, V3 closing."""

from __future__ import annotations

from paycalc.problems._message import Message


def _error(en: str, zh: str) -> Message:
    return Message("error", en, zh)


PROVING: dict[str, Message] = {
    "V101": _error(
        "This file was changed since the run was written. Restore it from a copy, or compute the "
        "run again.",
        "该文件在运行结果写出后被改动。请从备份恢复，或重新计算。",
    ),
    "V102": _error(
        "This file of the run is gone. Restore it from a copy, or compute the run again.",
        "运行结果缺少该文件。请从备份恢复，或重新计算。",
    ),
    "V103": _error(
        "This file is none of the run's. Keep what does not belong to a run outside its folder.",
        "该文件不属于此运行结果。请把无关文件放在文件夹之外。",
    ),
}
