"""Messages of the codes ``V…``: V1 what a run folder holds, V2 verifying, V3 closing."""

from __future__ import annotations

from paycalc.problems._message import Message


def _error(en: str, zh: str) -> Message:
    return Message("error", en, zh)


_FOLDER: dict[str, Message] = {
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
    "V104": _error(
        "The manifest was changed since it was written, and nothing that it says can be relied on. "
        "Restore it from a copy, or compute the run again.",
        "清单写出后被改动，其内容不再可信。请从备份恢复，或重新计算。",
    ),
    "V105": _error(
        "The closing was changed since it was written. Restore it from a copy.",
        "结账文件写出后被改动。请从备份恢复。",
    ),
    "V106": _error(
        "The run was changed since it was closed: its manifest is not the one that was closed. "
        "Restore the folder from a copy.",
        "运行结果在结账后被改动：清单与结账时不同。请从备份恢复文件夹。",
    ),
    "V107": _error(
        "This run was written by a version of paycalc that made no fingerprints. Compute it again "
        "to have one that can be proved.",
        "此运行结果由不记录指纹的旧版 paycalc 写出。请重新计算，以获得可验证的结果。",
    ),
    "V108": _error(
        "This version does not know the format '{found}'. Use the version of paycalc that wrote "
        "the run.",
        "本版本不认识格式“{found}”。请使用写出该结果的 paycalc 版本。",
    ),
}

_VERIFYING: dict[str, Message] = {
    "V201": _error(
        "The run was computed with semantics {semantics} (paycalc {version}); this version has "
        "semantics {own}, in which numbers may be others. Its bytes were checked and nothing was "
        "computed again: verify it with a version of semantics {semantics}.",
        "该结果按语义版本 {semantics} 计算（paycalc {version}）；本版本的语义版本为 {own}，数值可能"
        "不同。已核对字节，未重新计算：请使用语义版本 {semantics} 的 paycalc 验证。",
    ),
    "V202": _error(
        "The run holds no records, so that nothing was computed again; only its bytes were "
        "checked. Write runs with --keep-records to prove them later.",
        "运行结果没有保存记录，因此没有重新计算，只核对了字节。请用 --keep-records 写出结果，以便"
        "日后验证。",
    ),
    "V203": _error(
        "The run cannot be computed again from what it holds: {found}. Verify it with the version "
        "of paycalc that wrote it.",
        "无法用其中的内容重新计算：{found}。请使用写出该结果的 paycalc 版本验证。",
    ),
    "V204": _error(
        "The table has columns that are not computed now, or lacks its ids. Verify the run with "
        "the version of paycalc that wrote it.",
        "该表含有现在不计算的列，或缺少编号列。请使用写出该结果的 paycalc 版本验证。",
    ),
    "V205": _error(
        "The row is not what the policy and the records in the folder come to: {columns}. Do not "
        "pay it; compute the run again.",
        "该行与文件夹中的方案和记录计算的结果不符：{columns}。请勿据此发放，请重新计算。",
    ),
    "V206": _error(
        "The policy and the records in the folder come to a row that is not there. Compute the run "
        "again.",
        "文件夹中的方案和记录应得出该行，而表中没有。请重新计算。",
    ),
    "V207": _error(
        "The policy and the records in the folder come to no such row. Do not pay it; compute the "
        "run again.",
        "文件夹中的方案和记录不会得出该行。请勿据此发放，请重新计算。",
    ),
    "V208": _error(
        "{more} more rows of the table differ. Compute the run again.",
        "该表另有 {more} 行不符。请重新计算。",
    ),
    "V209": _error(
        "The copy in the folder is not what the fingerprint says that the run was computed from. "
        "Restore the folder, or compute the run again.",
        "文件夹中的副本与指纹所记的计算依据不同。请恢复文件夹，或重新计算。",
    ),
    "V210": _error(
        "The manifest says otherwise than is computed. Compute the run again.",
        "清单所写与计算结果不符。请重新计算。",
    ),
    "V211": _error(
        "The run that this one follows is {run}, and it is not closed as it was then. Restore its "
        "folder from a copy.",
        "此结果所接续的运行结果为 {run}，其结账与当时不同。请从备份恢复其文件夹。",
    ),
    "V212": Message(
        "note",
        "The run that this one follows does not lie beside it, so that the chain ends here. Verify "
        "it in its own place.",
        "此结果所接续的运行结果不在同一文件夹旁，链条止于此。请在其所在位置另行验证。",
    ),
    "V213": _error(
        "The difference is not what is due less what was paid. Correct the period again.",
        "差额不等于应发减去已发。请重新更正该期。",
    ),
    "V214": _error(
        "The lines of this post do not add up to what it is paid. Correct the period again.",
        "该岗位各条目之和不等于应发。请重新更正该期。",
    ),
    "V215": _error(
        "The ledger of revision {revision} does not balance in this county. Correct the period "
        "again.",
        "该县区第 {revision} 次修订的账目不平。请重新更正该期。",
    ),
    "V216": _error(
        "The ledger pays this unit otherwise than its posts are paid. Correct the period again.",
        "账目中该单位的应发与其各岗位之和不符。请重新更正该期。",
    ),
    "V217": _error(
        "This row of the records is none of those that the run was computed from. Restore the "
        "folder from a copy.",
        "记录中的该行不是此结果计算时所用的行。请从备份恢复文件夹。",
    ),
    "V218": _error(
        "Rows that the run was computed from, and that the records do not have any more: {count}. "
        "Restore the folder from a copy.",
        "计算时所用而记录中已没有的行：{count}。请从备份恢复文件夹。",
    ),
}

_CLOSING: dict[str, Message] = {
    "V301": _error(
        "Counties were left out of this run, and an incomplete run is never closed. Correct their "
        "records and run all counties.",
        "此运行结果遗漏了部分县区，不完整的结果不能结账。请更正其记录并计算全部县区。",
    ),
    "V302": _error(
        "The run is closed already. What has to change now is a correction.",
        "此运行结果已结账。如需变更，请做更正。",
    ),
    "V303": _error(
        "The earlier period {period} is not closed. Close it first, or move its run elsewhere.",
        "更早的 {period} 期尚未结账。请先将其结账，或把其结果移到别处。",
    ),
    "V304": _error(
        "The later period {period} is closed already. Periods close in order.",
        "更晚的 {period} 期已结账。各期须按顺序结账。",
    ),
    "V305": _error(
        "The period {period} is closed already, by the run in this folder. What has to change now "
        "is a correction of it.",
        "{period} 期已由此文件夹中的结果结账。如需变更，请对其做更正。",
    ),
    "V306": _error(
        "The run does not follow the closed run of the period {period}. Compute it again with "
        "--previous and this folder.",
        "此结果没有接续已结账的 {period} 期。请用 --previous 指定此文件夹，重新计算。",
    ),
    "V307": _error(
        "The run before is not closed. Close it first: periods close in order.",
        "前一期的结果尚未结账。请先将其结账：各期须按顺序结账。",
    ),
    "V308": _error(
        "The period {period} does not come after {before}, which is closed. A closed period is "
        "computed again only as a correction.",
        "{period} 期不晚于已结账的 {before} 期。已结账的期只能以更正的方式重新计算。",
    ),
    "V309": _error(
        "This run closed the period {period} for one of these counties. A closed period is "
        "computed again only as a correction.",
        "此结果已将这些县区之一的 {period} 期结账。已结账的期只能以更正的方式重新计算。",
    ),
}

PROVING: dict[str, Message] = {**_FOLDER, **_VERIFYING, **_CLOSING}
