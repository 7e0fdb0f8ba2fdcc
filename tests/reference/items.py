"""Section 4 of policy.md, Items: a number for each member of a grain."""

from __future__ import annotations

from collections.abc import Iterator

from .arithmetic import checked, div, mean, mul, policy_number
from .columns import Computed, Key, Place, Reading, place_of_post, place_of_row, place_of_unit
from .groups import belongs, row_matches
from .peers import COMPARING, compare, peer_texts
from .policy import Node, grain
from .refusal import PayError
from .steps import apply_step
from .values import base_key, cell_text, item_at, row_number

DEFAULT_EACH = {
    "workload": "row.quantity",
    "outcomes": "row.value",
    "school_results": "row.value",
    "leave": "row.days",
}

RowOf = tuple[Place, int]  # a row's place, and X's number for rows of {item: X}


def compute_item(item: Node, reading: Reading) -> tuple[Computed, set[str]]:
    """Section 4: an item for its whole grain, and the classes of what went wrong."""
    base, columns = grain(item)
    result, errors = Computed(base, columns), set[str]()
    inside = {}
    for key, place in base_members(base, reading):
        try:
            if belongs(item.get("for"), place, reading):
                inside[key] = place
            elif not columns:
                result.numbers[key], result.places[key] = None, place
        except PayError as wrong:
            errors |= wrong.classes
    if "rows" in item:
        errors |= from_rows(item, inside, result, reading)
    else:
        errors |= from_items(item, inside, result, reading)
    errors |= run_steps(item.get("then", []), set(inside), result, reading, bool(errors))
    return result, errors


def base_members(base: str, reading: Reading) -> Iterator[tuple[Key, Place]]:
    """Section 4, `of`: the posts, units, or the one county of a grain."""
    county = reading.county
    if base == "post":
        for post in county.posts:
            yield post.key, place_of_post(post)
    elif base == "unit":
        for unit in county.units:
            yield (county.id, unit), place_of_unit(county, unit)
    else:
        yield (county.id,), Place((county.id,))


def rows_read(item: Node, reading: Reading) -> Iterator[RowOf]:
    """Section 4, `rows`: rows of a table, or the numbers of another item."""
    source, county = item["rows"], reading.county
    if isinstance(source, str):
        for row in county.rows[source]:
            yield place_of_row(row, county), 0
        return
    other = reading.items[source["item"]]
    for key, number in other.numbers.items():
        if number is not None:  # none is no row for other items
            yield other.places[key], number


def from_rows(item: Node, inside: dict[Key, Place], result: Computed, reading: Reading) -> set[str]:
    """Section 4: `rows`, `where`, `each`, `times`, `combine` and `missing`."""
    brought: dict[Key, list[tuple[int, int]]] = {}
    erring: set[Key] = set()
    errors: set[str] = set()
    for row, given in rows_read(item, reading):
        key = base = base_key(result.base, row, reading)
        if base not in inside:
            continue
        try:
            if not row_matches(item.get("where", {}), row, reading):
                continue
            key = base + tuple(cell_text(column, row, reading) for column in result.cells)
            result.places[key] = cell_place(key, inside[base], result.cells)
            number = row_brings(item, row, given, reading)
            brought.setdefault(key, []).append(number)
        except PayError as wrong:
            errors |= wrong.classes
            erring.add(key)
    if not result.cells:
        for key, place in inside.items():
            brought.setdefault(key, [])
            result.places[key] = place
    for key, rows in brought.items():
        if key in erring or key[: len(key) - len(result.cells)] in erring:
            continue
        try:
            result.numbers[key] = combined(item, rows)
        except PayError as wrong:
            errors |= wrong.classes
    return errors


def cell_place(key: Key, member: Place, columns: tuple[str, ...]) -> Place:
    """Section 4, `of`: a cell lies where its member lies, and its columns are its row.

    A column that is written with its scope (`row.subject`) is the cell's column `subject`, unless
    the cell has that column too.
    """
    if not columns:
        return member
    bare = [column.removeprefix("row.") for column in columns]
    names = tuple(
        column if bare.count(name) > 1 else name for column, name in zip(columns, bare, strict=True)
    )
    cells = dict(zip(names, key[-len(columns) :], strict=True))
    return Place(member.base, member.unit, member.school, member.post, cells, names)


def row_brings(item: Node, row: Place, given: int, reading: Reading) -> tuple[int, int]:
    """Section 4, `each` and `times`: a row's number, and its weight under `mean_by`."""
    combine = item.get("combine", "sum")
    if combine == "count":
        return 0, 0
    if "each" in item:
        number = row_number(item["each"], row, reading)
    elif isinstance(item["rows"], dict):
        number = given
    else:
        number = row_number(DEFAULT_EACH.get(item["rows"], "1"), row, reading)
    for value in item.get("times", []):
        number = mul(number, row_number(value, row, reading))
    if isinstance(combine, dict) and "mean_by" in combine:
        return number, row_number(combine["mean_by"], row, reading)
    return number, 0


def combined(item: Node, rows: list[tuple[int, int]]) -> int | None:
    """Section 4, `combine`: one number of a member's or cell's rows; `missing` without any."""
    if not rows:
        missing = item.get("missing", "0")
        if missing == "error":
            raise PayError("missing_number")
        return None if missing == "none" else policy_number(missing)
    combine = item.get("combine", "sum")
    numbers = [number for number, _ in rows]
    if combine == "sum":
        return checked(sum(numbers))
    if combine == "mean":
        return mean(checked(sum(numbers)), len(numbers))
    if combine == "max":
        return max(numbers)
    if combine == "min":
        return min(numbers)
    if combine == "count":
        return checked(len(numbers) * 10**6)
    if "best" in combine:
        return checked(sum(sorted(numbers, reverse=True)[: int(combine["best"])]))
    weight = checked(sum(w for _, w in rows))
    total = checked(sum(mul(x, w) for x, w in rows))
    return div(total, weight) if weight else None


def from_items(
    item: Node, inside: dict[Key, Place], result: Computed, reading: Reading
) -> set[str]:
    """Section 4: `sum_of` and `product_of`, items of this grain or coarser."""
    errors: set[str] = set()
    for key, place in inside.items():
        result.places[key] = place
        try:
            names = item["sum_of"] if "sum_of" in item else item["product_of"]
            numbers = [item_at(name, place, reading) for name in names]
            result.numbers[key] = added(numbers) if "sum_of" in item else multiplied(numbers)
        except PayError as wrong:
            errors |= wrong.classes
    return errors


def added(numbers: list[int | None]) -> int | None:
    """Section 4, `sum_of`: none counts as 0; all none: none."""
    there = [x for x in numbers if x is not None]
    return checked(sum(there)) if there else None


def multiplied(numbers: list[int | None]) -> int | None:
    """Section 4, `product_of`: from left to right; any none: none."""
    there = [x for x in numbers if x is not None]
    if len(there) < len(numbers):
        return None
    product = there[0]
    for x in there[1:]:
        product = mul(product, x)
    return product


def run_steps(
    steps: list[Node], inside: set[Key], result: Computed, reading: Reading, erring: bool
) -> set[str]:
    """Section 4, Steps: one after another; peers are not compared where one of them erred."""
    errors: set[str] = set()
    base_length = {"post": 3, "unit": 2, "county": 1}[result.base]
    for step in steps:
        stepping = {
            key: number
            for key, number in result.numbers.items()
            if number is not None and key[:base_length] in inside
        }
        if not any(kind in step for kind in COMPARING):
            errors |= step_alone(step, stepping, result, reading)
        elif erring or errors:
            break
        else:
            errors |= step_among_peers(step, stepping, result, reading)
    return errors


def step_alone(
    step: Node, stepping: dict[Key, int], result: Computed, reading: Reading
) -> set[str]:
    """Section 4, Steps: one that looks at each number alone; an erring member stops here."""
    errors: set[str] = set()
    for key, number in stepping.items():
        try:
            result.numbers[key] = apply_step(step, number, result.places[key], reading)
        except PayError as wrong:
            errors |= wrong.classes
            del result.numbers[key]
    return errors


def step_among_peers(
    step: Node, stepping: dict[Key, int], result: Computed, reading: Reading
) -> set[str]:
    """Section 4, Peers: those with a number that agree on the step's columns."""
    errors: set[str] = set()
    peers: dict[tuple[str, ...], dict[Key, int]] = {}
    for key, number in stepping.items():
        try:
            texts = peer_texts(step, key, result, reading)
            peers.setdefault(texts, {})[key] = number
        except PayError as wrong:
            errors |= wrong.classes
    if errors:
        for key in stepping:
            del result.numbers[key]
        return errors
    for group in peers.values():
        try:
            result.numbers |= compare(step, group)
        except PayError as wrong:
            errors |= wrong.classes
            for key in group:
                del result.numbers[key]
    return errors
