"""Messages of the codes ``R17…``: importing timetables."""

from __future__ import annotations

from paycalc.problems._message import Message

TIMETABLES: dict[str, Message] = {
    "R170": Message(
        "error",
        "This is no timetable of FET; open it in FET and save it again.",
        "这不是 FET 的课表；请在 FET 中打开并重新保存。",
    ),
    "R171": Message(
        "error",
        "The file declares a document type (DTD), which no timetable of FET does; it was not read.",
        "文件含有文档类型声明（DTD），FET 的课表不含此项；未读取。",
    ),
    "R172": Message(
        "error",
        "The file holds more than a timetable can ({limit}); it was not read.",
        "文件内容超出课表的范围（{limit}）；未读取。",
    ),
    "R173": Message(
        "error",
        "An activity names a teacher who is not in the timetable's list; add the teacher in FET.",
        "有一项活动的教师不在课表的教师列表中；请在 FET 中补上该教师。",
    ),
    "R174": Message(
        "error",
        "The duration of an activity is no whole number of lessons; mend it in FET.",
        "有一项活动的时长不是整数课时；请在 FET 中修改。",
    ),
    "R175": Message(
        "warning",
        "The timetable has {days} days; all lessons in it are counted: check that it is one week "
        "(of half-days, say), or divide.",
        "课表共有 {days} 天，其中的课时全部计入；请确认是否为一周（例如按半天排课），否则请折算。",
    ),
    "R176": Message(
        "note",
        "Activities that are not active, which were left out: {count}.",
        "未启用、未计入的活动：{count} 项。",
    ),
    "R177": Message(
        "note",
        "Activities with several teachers, which were credited as --co-teaching says: {count}.",
        "有多名教师、按 --co-teaching 计入的活动：{count} 项。",
    ),
    "R178": Message(
        "note",
        "Activities without a teacher, which nobody was credited: {count}.",
        "没有教师、未计入任何人的活动：{count} 项。",
    ),
    "R179": Message(
        "warning",
        "Another file is of an institution with the same name ({other}); keep one, unless they "
        "are two schools.",
        "另一文件的学校名称相同（{other}）；如为同一学校，请只保留一个。",
    ),
}
