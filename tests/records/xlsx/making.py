"""Workbooks of the tests, written by hand as XML, so that each cell is exactly what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from paycalc.records import Records, read_records

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Cells = Mapping[str, Any]


@dataclass(frozen=True)
class Raw:
    """A cell by its kind, number of format, and what stands in it as XML."""

    kind: str = ""
    style: int | None = None
    inside: str = ""


def number(text: object, style: int | None = None) -> Raw:
    """A number as the file writes it."""
    return Raw(style=style, inside=f"<v>{text}</v>")


def formula(text: str, value: str | None = None, kind: str = "") -> Raw:
    """A formula with its stored value, if it has one."""
    return Raw(kind, inside=f"<f>{text}</f>" + ("" if value is None else f"<v>{value}</v>"))


def sheet(
    cells: Cells,
    *,
    merged: Sequence[str] = (),
    hidden: Iterable[int] = (),
    columns: str = "",
) -> str:
    """The XML of a sheet with these cells by their names; texts are inline."""
    lines: dict[int, list[tuple[int, str]]] = {}
    for name, value in cells.items():
        letters, row = re.fullmatch("([A-Z]+)([0-9]+)", name).groups()  # type: ignore[union-attr]
        place = sum((ord(c) - 64) * 26**k for k, c in enumerate(reversed(letters)))
        lines.setdefault(int(row), []).append((place, _cell(name, value)))
    unseen = dict.fromkeys(hidden, ' hidden="1"')
    rows = "".join(
        f'<row r="{row}"{unseen.get(row, "")}>'
        + "".join(cell for _, cell in sorted(lines[row]))
        + "</row>"
        for row in sorted(lines)
    )
    joined = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    cols = f"<cols>{columns}</cols>" if columns else ""
    joined = f"<mergeCells>{joined}</mergeCells>" if joined else ""
    return f'<worksheet xmlns="{_MAIN}">{cols}<sheetData>{rows}</sheetData>{joined}</worksheet>'


def _cell(name: str, value: Any) -> str:
    if isinstance(value, Raw):
        kind = f' t="{value.kind}"' if value.kind else ""
        style = "" if value.style is None else f' s="{value.style}"'
        return f'<c r="{name}"{style}{kind}>{value.inside}</c>'
    if isinstance(value, str):
        text = f"<is><t>{escape(value)}</t></is>"
        return f'<c r="{name}" t="inlineStr">{text}</c>'
    return f'<c r="{name}"><v>{value}</v></c>'


def rows(*lines: Sequence[Any], at: int = 1) -> dict[str, Any]:
    """Cells of lines from a row on, the first in column A; ``None`` is no cell."""
    return {
        f"{chr(65 + place)}{at + line}": value
        for line, values in enumerate(lines)
        for place, value in enumerate(values)
        if value is not None
    }


def parts(
    sheets: Mapping[str, str],
    *,
    hidden: Iterable[str] = (),
    strings: Sequence[str] = (),
    formats: Sequence[str] = (),
    properties: str = "",
) -> dict[str, str]:
    """The parts of a workbook; ``strings`` are XML, ``formats`` those that cells name by place."""
    names = list(sheets)
    states = dict.fromkeys(hidden, ' state="hidden"')
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"{states.get(name, "")}/>'
        for n, name in enumerate(names, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    for kind, file in (("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")):
        relations += f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind}" Target="{file}"/>'
    codes = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(formats)
    )
    looks = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    main = f'{_RELATIONS}/officeDocument" Target="xl/workbook.xml"'
    return {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="r" Type="{main}/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}'
        "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{"".join(strings)}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts>'
        f"<cellXfs>{looks}</cellXfs></styleSheet>",
        **{f"xl/worksheets/sheet{n}.xml": sheets[name] for n, name in enumerate(names, 1)},
    }


def pack(path: Path, content: Mapping[str, str | bytes]) -> Path:
    """A workbook of its parts."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


SOUND: Mapping[str, Cells] = {
    "资金": rows(["县区编号", "金额"], ["C1", 1000], ["C2", 500]),
    "学校": rows(["学校编号", "县区编号"], ["S1", "C1"], ["S2", "C1"], ["S3", "C2"]),
    "人员": rows(
        ["工号", "学校编号", "岗位"],
        ["T1", "S1", "teacher"],
        ["T2", "S2", "teacher"],
        ["T3", "S3", "teacher"],
    ),
    "期间": rows(["编号", "2025-2026-1"], ["开始日期", "2025-09-01"], ["结束日期", "2026-01-31"]),
}
"""A county as the cells of sheets, without a problem."""

HEAD = ["工号", "工作类别", "数量"]


def written(folder: Path, sheets: Mapping[str, str], **about: Any) -> Path:
    """The sound county with these sheets put over it, as ``book.xlsx``."""
    sound = {name: sheet(cells) for name, cells in SOUND.items()}
    return pack(folder / "book.xlsx", parts({**sound, **sheets}, **about))


def read(folder: Path, cells: Cells, **about: Any) -> Records:
    """The records of the sound county with a sheet ``工作量`` of these cells."""
    of_sheet = {key: about.pop(key) for key in ("merged", "columns") if key in about}
    hidden = about.pop("hidden_rows", ())
    content = sheet(cells, hidden=hidden, **of_sheet)
    return read_records(written(folder, {"工作量": content}, **about))


def told(records: Records) -> list[tuple[str, str | None]]:
    """Code and address of every problem, by code."""
    assert all(str(problem) and problem.message("zh") for problem in records.problems)
    return sorted((problem.code, problem.place.address) for problem in records.problems)


def column(records: Records, name: str, table: str = "workload") -> list[str | None]:
    """The texts of a column."""
    assert [p for p in records.problems if p.severity == "error"] == []
    found: list[str | None] = records.tables[table].frame[name].to_list()
    return found
