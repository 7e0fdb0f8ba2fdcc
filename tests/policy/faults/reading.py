"""Files that are no YAML that a policy may be written in."""

from __future__ import annotations

from tests.policy.building import Fault, small

_DEEP = "x: " + "[" * 31 + "§" + "[" * 200

READING = (
    Fault("P001", None, ""),
    Fault("P001", None, "# only a remark\n"),
    Fault("P001", None, "''\n"),
    Fault("P002", None, "#" * (1 << 20) + "\n"),
    Fault("P002", None, "#" + "中" * 360_000),
    Fault("P007", None, small(items="more: §&rows {rows: workload}")),
    Fault("P007", None, small(items="more: {rows: workload, each: §*rows}")),
    Fault("P007", None, "§*all\n"),
    Fault("P008", None, small(items="more: {rows: §!!str workload}")),
    Fault("P008", None, small(items="more: §!own {rows: workload}")),
    Fault(
        "P010",
        None,
        small(items="lessons: {rows: leave}").replace(
            "  lessons: {rows: leave}", "  §lessons: {rows: leave}"
        ),
    ),
    Fault("P010", None, small(items="more: {rows: workload, §rows: leave}")),
    Fault("P010", None, small(items='more: {rows: workload, §" rows ": leave}')),
    Fault("P014", None, "id: §[a, b\nversion: c\n"),
    Fault("P014", None, "id: §{a: b\n"),
    Fault("P015", None, "id: a§: b\n"),
)
