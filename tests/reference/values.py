"""Section 4 of policy.md, VALUE: a number, a column, a lookup, or another item's number."""

from __future__ import annotations

from .arithmetic import is_number, policy_number
from .cells import cell_number
from .columns import Key, Place, Reading, text_of
from .policy import Node, as_list
from .refusal import PayError


def number_of(value: Node, place: Place, reading: Reading) -> int | None:
    """Section 4, VALUE: its number at a place, or None where there is none."""
    if isinstance(value, str):
        if is_number(value):
            return policy_number(value)
        text = text_of(value, place, reading)
        return cell_number(text) if text else None
    if "item" in value:
        number = item_at(value["item"], place, reading)
        if number is None and "default" in value:
            return number_of(value["default"], place, reading)
        return number
    if "table" in value:
        return from_table(value, place, reading)
    if "bands" in value:
        return from_bands(value, place, reading)
    raise PayError("policy")


def row_number(value: Node, place: Place, reading: Reading) -> int:
    """Section 4, VALUE: in a row, having no number is an error that names the row."""
    number = number_of(value, place, reading)
    if number is None:
        raise PayError("row_without_number")
    return number


def base_key(base: str, place: Place, reading: Reading) -> Key:
    """Section 4: the post, unit or county where a place lies."""
    if base == "post" and place.post is not None:
        return place.post.key
    if base == "unit" and place.unit is not None:
        return (reading.county.id, place.unit)
    if base == "county":
        return (reading.county.id,)
    raise PayError("policy")


def cell_text(column: str, place: Place, reading: Reading) -> str:
    """Section 4: the text of an item's column at a place; a cell has its own of that name."""
    own = column if column in place.cells else column.removeprefix("row.")
    if own in place.cells and place.row is not None and (place.row[own] or "." in own):
        return place.row[own]
    return text_of(column, place, reading)


def item_at(name: str, place: Place, reading: Reading) -> int | None:
    """Section 4, `{item: Y}`: Y's number at the place where the present row or member lies."""
    item = reading.items[name]
    texts = tuple(cell_text(column, place, reading) for column in item.cells)
    return item.numbers.get(base_key(item.base, place, reading) + texts)


def missed(value: Node, place: Place, reading: Reading) -> int | None:
    """Section 4, lookup: a miss takes the default; without one it is an error."""
    if "default" not in value:
        raise PayError("not_in_table")
    return number_of(value["default"], place, reading)


def from_table(value: Node, place: Place, reading: Reading) -> int | None:
    """Section 4, lookup: by one column or several, in a nested table."""
    found = value["table"]
    for column in as_list(value["by"]):
        text = text_of(column, place, reading)
        if not text or text not in found:
            return missed(value, place, reading)
        found = found[text]
    return number_of(found, place, reading)


def from_bands(value: Node, place: Place, reading: Reading) -> int | None:
    """Section 4, lookup: by a number, in bands; below the first is an error even with a default."""
    by = number_of(value["by"], place, reading)
    if by is None:
        return missed(value, place, reading)
    return number_of(band_of(by, value["bands"]), place, reading)


def band_of(number: int, bands: dict[str, Node]) -> Node:
    """Section 4: bands hold from their bound, inclusive, up to the next."""
    bounds = [bound for bound in bands if policy_number(bound) <= number]
    if not bounds:
        raise PayError("below_first_band")
    return bands[max(bounds, key=policy_number)]
