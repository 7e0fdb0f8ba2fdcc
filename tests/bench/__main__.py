"""Measures paycalc beside what people would use instead: ``python -m tests.bench``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.bench.generate import SIZES
from tests.bench.parts import PARTS, Bench, PayDiffersError
from tests.bench.peers import NAMES
from tests.bench.report import as_json, as_text

PEERS = NAMES[1:]
PEERS_OF_NATION = ()
ORDERS = {"sorted": ("sorted",), "shuffled": ("shuffled",), "both": ("sorted", "shuffled")}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split(",") if name)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="school", help="default: %(default)s")
    parser.add_argument("--order", choices=ORDERS, default="both", help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    parser.add_argument(
        "--peers", type=_listed, help=f"default: {','.join(PEERS)}; none at the nation's size"
    )
    parser.add_argument("--parts", type=_listed, help=f"default: {','.join(PARTS)}")
    home = Path(tempfile.gettempdir()) / "paycalc-bench"
    parser.add_argument("--data", type=Path, default=home, help="datasets are kept in %(default)s")
    parser.add_argument("--json", action="store_true", help="one object instead of tables")
    options = parser.parse_args()
    for given, known in ((options.peers, PEERS), (options.parts, tuple(PARTS))):
        for name in given or ():
            if name not in known:
                parser.error(f"{name!r} is none of {', '.join(known)}")
    return options


def main() -> int:
    """Measures, prints, and fails where two do not pay the same."""
    options = _options()
    default = PEERS_OF_NATION if options.size == "nation" else PEERS
    bench = Bench(
        options.size,
        ORDERS[options.order],
        options.rounds,
        default if options.peers is None else options.peers,
        options.data,
        options.threads,
    )
    try:
        for name in options.parts or PARTS:
            PARTS[name](bench)
    except PayDiffersError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(as_json(bench), indent=2, ensure_ascii=False))
    else:
        print(as_text(bench))
    return 0


if __name__ == "__main__":
    sys.exit(main())
