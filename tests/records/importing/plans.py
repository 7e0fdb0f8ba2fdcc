"""Timetables made for tests."""

from __future__ import annotations

from collections.abc import Sequence


def plan(
    *activities: str,
    teachers: Sequence[str] = ("A", "B"),
    students: str = "",
    days: int = 5,
    more: str = "",
) -> bytes:
    """A timetable of FET with these activities, in its own form."""
    named = "".join(f"<Teacher><Name>{name}</Name></Teacher>\n" for name in teachers)
    week = "".join(f"<Day><Name>{day}</Name></Day>" for day in range(days))
    return f"""\ufeff<?xml version="1.0" encoding="UTF-8"?>
<fet version="6.8.5">
{more}
<Institution_Name> 河滨小学 </Institution_Name>
<Days_List><Number_of_Days>{days}</Number_of_Days>{week}</Days_List>
<Teachers_List>
{named}</Teachers_List>
<Students_List>{students}</Students_List>
<Activities_List>
{"".join(activities)}</Activities_List>
<Time_Constraints_List><Activity>no activity at all</Activity></Time_Constraints_List>
</fet>""".encode()


def activity(
    subject: str,
    *teachers: str,
    classes: Sequence[str] = (),
    lessons: str = "1",
    active: str | None = "true",
    pupils: str | None = None,
) -> str:
    """One activity."""
    parts = [
        *(f"<Teacher>{teacher}</Teacher>" for teacher in teachers),
        f"<Subject>{subject}</Subject>",
        *(f"<Students>{name}</Students>" for name in classes),
        f"<Duration>{lessons}</Duration><Total_Duration>99</Total_Duration>",
        "" if active is None else f"<Active>{active}</Active>",
        "" if pupils is None else f"<Number_Of_Students>{pupils}</Number_Of_Students>",
    ]
    return f"<Activity>{''.join(parts)}</Activity>\n"


YEAR = """\
<Year><Name>Y1</Name><Number_of_Students>90</Number_of_Students>
<Group><Name>1A</Name><Number_of_Students>40</Number_of_Students>
<Subgroup><Name>1A1</Name><Number_of_Students>18</Number_of_Students></Subgroup></Group>
<Group><Name>1B</Name><Number_of_Students>50</Number_of_Students></Group>
<Group><Name>1C</Name><Number_of_Students>0</Number_of_Students></Group></Year>
"""
