"""``python -m tests.faulty [--write] [NAME…]``: what is said of the faulty, to read or to keep."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faulty import datasets, folders, policies
from tests.faulty.telling import told


def main(arguments: list[str]) -> None:
    """Prints what is said of each, or writes it down as what is expected."""
    wanted = [argument for argument in arguments if argument != "--write"]
    for room in (policies, folders, datasets):
        for name in room.names():
            if wanted and name not in wanted:
                continue
            with TemporaryDirectory() as folder:
                text = told(room.problems_of(name, Path(folder)))
            if "--write" in arguments:
                room.expected_file(name).write_text(text, encoding="utf-8")
            else:
                print(f"=== {name}\n{text}")


main(sys.argv[1:])
