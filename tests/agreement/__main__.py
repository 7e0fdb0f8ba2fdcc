"""More cases on demand: ``python -m tests.agreement --cases 20000 --seed 7``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator

from tests.agreement.checking import Counts, Disagreement, disagreements, smallest
from tests.agreement.reference_side import by_reference
from tests.strategies import case_of

LISTED, WIDTH = 12, 300


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

    found = disagreements(seeds, by_engine, by_reference)
    if options.all:
        return _list(found, len(seeds))
    for wrong in found:
        print(smallest(wrong, by_engine, by_reference, options.seconds))
        return 1
    print(f"{len(seeds)} cases agree")
    return 0


def _list(found: Iterator[Disagreement], cases: int) -> int:
    """Each seed that fails on one line, then how often each kind of difference occurred."""
    kinds: Counter[str] = Counter()
    for wrong in found:
        name, what = next(iter(wrong.found.items()))
        kinds[name] += 1
        if kinds[name] <= LISTED:
            print(wrong.seed, wrong.case.mischief or "-", name, what[:WIDTH], flush=True)
    for name, count in kinds.most_common():
        print(f"{count:6d} {name}")
    print(f"{kinds.total()} of {cases} cases disagree")
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
