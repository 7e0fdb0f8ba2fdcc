"""The columns that policies/bench.yaml needs of each table's files, keys and ids included."""

NEEDED = {
    "funds": ("amount",),
    "schools": ("school_id", "stage"),
    "school_results": ("school_id", "indicator", "value"),
    "staff": ("teacher_id", "school_id", "position", "fte"),
    "workload": (
        "teacher_id",
        "school_id",
        "kind",
        "quantity",
        "subject",
        "grade",
        "class_size",
        "event",
        "level",
        "rank",
    ),
    "outcomes": ("teacher_id", "school_id", "indicator", "value"),
    "leave": ("teacher_id", "school_id", "kind", "days"),
    "ethics": ("case_id", "teacher_id", "item", "status", "decided_on"),
}
"""What the floor reads; ``county_id`` is in no file, the folders are called by it."""
