"""More cases on demand: ``python -m tests.agreement --cases 20000 --seed 7``."""

from __future__ import annotations

import argparse
import sys

from tests.agreement.checking import Counts, disagreements, smallest
from tests.agreement.reference_side import by_reference
from tests.strategies import case_of


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.agreement", description=__doc__)
    parser.add_argument("--cases", type=int, default=1000, help="how many cases")
    parser.add_argument("--seed", type=int, default=0, help="the first case's seed")
    parser.add_argument("--seconds", type=float, default=60, help="time to make a case small")
    parser.add_argument("--all", action="store_true", help="list every seed that fails instead")
    parser.add_argument("--show", action="store_true", help="print the case of --seed and end")
    parser.add_argument("--count", action="store_true", help="count what the reference says")
    return parser.parse_args()


def _count(seeds: range) -> None:
    counts = Counts()
    for seed in seeds:
        case = case_of(seed)
        counts.add(case, by_reference(case))
    print(f"{counts.cases} cases, {counts.paid} paid")
    for name, count in sorted({**counts.features, **counts.classes}.items(), key=lambda x: x[1]):
        print(f"{count:6d} {name}")


def main() -> int:
    """Prints the first disagreement, as small as can be; 1 where there is one."""
    options = _options()
    seeds = range(options.seed, options.seed + options.cases)
    if options.show:
        print(case_of(options.seed))
        return 0
    if options.count:
        _count(seeds)
        return 0
    from tests.agreement.engine_side import by_engine

    failed = 0
    for wrong in disagreements(seeds, by_engine, by_reference):
        failed += 1
        if not options.all:
            print(smallest(wrong, by_engine, by_reference, options.seconds))
            break
        print(wrong.seed, wrong.case.mischief or "-", next(iter(wrong.found.items())))
    print(f"{failed} of {len(seeds)} seen to disagree")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
