"""The workbook that the records of a policy are filled into, with lists, ranges and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from paycalc.output import _template_words as words
from paycalc.output._books import anchor, new_book, require_books
from paycalc.output._template_plan import ColumnPlan, SheetPlan, sheets_of
from paycalc.output.folder import write_file

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from paycalc.policy import Policy

_LAST_ROW: Final = 1_048_575
_MESSAGE: Final = 255  # signs that a cell's message may have
_NAMED: Final = 1_000  # signs of the texts that a note lists

_RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "fte": (0, 1),
    "days": (0, 366),
    "class_size": (0, 1_000),
    "amount": (-(10**12), 10**12),
}
_RANGE: Final = (-(10**9), 10**9)
_DAYS: Final = ("=DATE(1950,1,1)", "=DATE(2199,12,31)")
_UNIQUE: Final = {
    *(("schools", "school_id"), ("ethics", "case_id")),
    *(("adjustments", "adjustment_id"), ("opening_balances", "unit_id")),
}
_DATE: Final = {"num_format": "yyyy-mm-dd"}
_FORMATS: Final[Mapping[str, Mapping[str, str]]] = {
    "text": {"num_format": "@"},
    "number": {},
    "money": {"num_format": "#,##0.00"},
    "date": _DATE,
}


@dataclass(slots=True)
class _Template:
    """A workbook in the making; ``lists`` says where the texts of each drop-down list stand."""

    book: Workbook
    language: str
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def format(self, **properties: Any) -> Format:
        """A format of cells."""
        return self.book.add_format(properties)


def write_template(policy: Policy, target: str | Path, language: str = "en") -> tuple[str, ...]:
    """Write the workbook that a policy's records are filled into; as it is, it has no rows.

    It has a sheet that explains, one for the period, and one per table that the policy needs,
    with headings in both languages. Ids are texts; where the policy names texts (kinds,
    positions, indicators, ethics items, statuses) there are drop-down lists.

    Args:
        policy: Says what is needed.
        target: Where the workbook goes; nothing may be there yet.
        language: Of the sheets, notes and the headings' first lines: ``en`` or ``zh``.

    Returns:
        The names of the sheets of tables.

    Raises:
        MissingExtraError: the extra ``excel`` is not installed.
        TargetExistsError: there is something at ``target``; it is left as it is.
        OSError: the workbook could not be written; nothing of it is left.
    """
    require_books("a template")
    plans = sheets_of(policy)
    content = BytesIO()
    with new_book(content) as book:
        template = _Template(book, language)
        named = words.SHEETS[language]
        _explain(template, book.add_worksheet(named["about"]), policy, plans)
        _ask_period(template, book.add_worksheet(named["period"]))
        tables = [book.add_worksheet(_sheet_name(plan, language)) for plan in plans]
        _write_lists(template, book.add_worksheet(named["lists"]), plans)
        for sheet, plan in zip(tables, plans, strict=True):
            _lay_out(template, sheet, plan)
    write_file(Path(target), content.getvalue())
    return tuple(_sheet_name(plan, language) for plan in plans)


def _sheet_name(plan: SheetPlan, language: str) -> str:
    return plan.zh if language == "zh" else plan.table


def heading_of(column: ColumnPlan, language: str) -> str:
    """A column's heading: its name, and below it that of the other language."""
    names = (column.zh, column.name) if language == "zh" else (column.name, column.zh)
    return "\n".join(name for name in names if name is not None)


def _explain(
    template: _Template, sheet: Worksheet, policy: Policy, plans: Sequence[SheetPlan]
) -> None:
    language, said = template.language, words.SAID[template.language]
    strong = template.format(bold=True, font_size=13)
    head = template.format(bold=True, bg_color="#D9E1F2", border=1)
    body = template.format(text_wrap=True, valign="top", border=1)
    for place, width in enumerate((16, 24, 10, 10, 90)):
        sheet.set_column(place, place, width)
    title = policy.title.get(language) or policy.id
    about = said["about"].format(title=title, id=policy.id, version=policy.version)
    lines = (about, "", *words.STEPS[language], "")
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, None if row else strong)
    row = len(lines)
    for place, text in enumerate(words.OVERVIEW[language]):
        sheet.write_string(row, place, text, head)
    for plan in plans:
        for column in plan.columns:
            row += 1
            cells = (
                _sheet_name(plan, language),
                heading_of(column, language).replace("\n", " "),
                said["yes" if column.required else "no"],
                words.KINDS[language][column.kind],
                _what(column, language),
            )
            for place, text in enumerate(cells):
                sheet.write_string(row, place, text, body)


def _ask_period(template: _Template, sheet: Worksheet) -> None:
    """The keys of the period under one another, a cell for the value beside each."""
    sheet.set_column(0, 1, 18)
    for row, (key, called, about) in enumerate(words.PERIOD[template.language]):
        required = key != "known_at"
        sheet.write_string(row, 0, called, _head(template, required))
        sheet.write_comment(row, 0, f"{key}: {about}", {"author": "paycalc"})
        kind = "text" if key == "id" else "date"
        sheet.write_blank(row, 1, None, template.format(**_FORMATS[kind], border=1))
        if kind == "date":
            sheet.data_validation(row, 1, row, 1, _date_rule(template.language, about))


def _write_lists(template: _Template, sheet: Worksheet, plans: Sequence[SheetPlan]) -> None:
    """The texts of the drop-down lists, each list once, in a sheet that people do not see."""
    name, text = words.SHEETS[template.language]["lists"], template.format(num_format="@")
    for plan in plans:
        for column in plan.columns:
            if not column.choices or column.choices in template.lists:
                continue
            place = len(template.lists)
            sheet.write_string(0, place, f"{plan.table}.{column.name}", text)
            for row, choice in enumerate(column.choices, 1):
                sheet.write_string(row, place, choice, text)
            letters = _letters(place)
            cells = f"${letters}$2:${letters}${len(column.choices) + 1}"
            template.lists[column.choices] = f"={anchor(name, cells)}"
    sheet.hide()


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _lay_out(template: _Template, sheet: Worksheet, plan: SheetPlan) -> None:
    language = template.language
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(plan.columns):
        called = heading_of(column, language)
        width = max(12, 2 * len(called.partition("\n")[0]) + 4)
        sheet.set_column(place, place, width, template.format(**_FORMATS[column.kind]))
        sheet.write_string(0, place, called, _head(template, column.required))
        note = _what(column, language)
        if not place:
            note = f"{words.TABLES[language].get(plan.table, '')}\n{note}".strip()
        size = {"x_scale": 2, "y_scale": 1 + len(note) / 120, "author": "paycalc"}
        sheet.write_comment(0, place, note, size)
        rule = _rule(template, column)
        if rule is not None:
            sheet.data_validation(1, place, _LAST_ROW, place, rule)
        if (plan.table, column.name) in _UNIQUE:
            twice = {"type": "duplicate", "format": template.format(bg_color="#FFC7CE")}
            sheet.conditional_format(1, place, _LAST_ROW, place, twice)


def _head(template: _Template, required: bool) -> Format:
    colours = (
        {"bg_color": "#1F4E78", "font_color": "#FFFFFF"} if required else {"bg_color": "#D9E1F2"}
    )
    return template.format(bold=True, text_wrap=True, valign="top", border=1, **colours)


def _what(column: ColumnPlan, language: str) -> str:
    """What belongs into a column, whether it must, and the texts that the policy names."""
    said = words.SAID[language]
    parts = [_about(column, language), said["required" if column.required else "optional"]]
    if column.choices:
        listed = ("、" if language == "zh" else ", ").join(column.choices)
        parts.append(said["choices"].format(texts=_cut(listed, _NAMED)))
    return ("" if language == "zh" else " ").join(parts)


def _about(column: ColumnPlan, language: str) -> str:
    said = words.SAID[language]
    about = words.COLUMNS[language].get(column.name, said["own"])
    if column.name != "school_id" or column.required:
        return about
    return ("" if language == "zh" else " ").join((about, said["one post"]))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _rule(template: _Template, column: ColumnPlan) -> dict[str, Any] | None:
    """What a cell of a column may hold, for the spreadsheet program to see to."""
    language, said = template.language, words.SAID[template.language]
    about = _about(column, language)
    if column.choices:
        free = column.others == "free"
        return {
            "validate": "list",
            "source": template.lists[column.choices],
            "input_message": _cut(f"{about}\n{said['name' if free else 'pick']}", _MESSAGE),
            "show_error": not free,
            "error_type": "stop" if free else column.others,
            "error_message": said["not listed"],
        }
    if column.kind == "date":
        return _date_rule(language, about)
    if column.kind == "text":
        return None
    least, most = _RANGES.get(column.name, _RANGE)
    message = said["number"].format(least=f"{least:,}", most=f"{most:,}")
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "input_message": _cut(f"{about}\n{message}", _MESSAGE),
        "error_message": message,
    }


def _date_rule(language: str, about: str) -> dict[str, Any]:
    first, last = _DAYS
    message = words.SAID[language]["date"]
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": first,
        "maximum": last,
        "input_message": _cut(f"{about}\n{message}", _MESSAGE),
        "error_message": message,
    }
