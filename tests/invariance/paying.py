"""Run as a program: prints a digest of what some datasets pay, for comparison across processes.

``python -m tests.invariance.paying ROOT DATASET threads`` computes in that many threads at once.
"""

from __future__ import annotations

import locale
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
POLICIES = ("example-county", "star", "timetables")


def digest(name: str, folder: Path, threads: int) -> str:
    """A digest of all tables that a policy makes of a dataset."""
    import paycalc

    policy = paycalc.load_policy(ROOT / "policies" / f"{name}.yaml")
    result = paycalc.compute(policy, paycalc.read_records(folder), threads=threads)
    told = sha256()
    for table in ("payouts", "lines", "units", "totals", "ledger", "bars"):
        told.update(getattr(result, table).write_csv().encode())
    told.update(result.groups().write_csv().encode())
    told.update("\n".join(map(str, result.problems)).encode())
    return told.hexdigest()


def digests(seven: Path, at_once: int) -> list[str]:
    """The digests of the fixtures, of the example in seven counties, and of it in two threads."""
    jobs = [(name, ROOT / "fixtures" / name, 1) for name in POLICIES]
    jobs += [(POLICIES[0], seven, 1), (POLICIES[0], seven, 2)]
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(digest, *zip(*(jobs * (2 if at_once > 1 else 1)), strict=True)))[:5]


def main() -> None:
    """Print the digests, computed under the process's own locale and time zone."""
    locale.setlocale(locale.LC_ALL, "")
    time.tzset()
    print("\n".join(digests(Path(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
