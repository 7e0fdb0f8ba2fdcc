"""Imported tables as a dataset to complete: their files, and templates of what they lack."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.output.folder import create_file, whole_folder
from paycalc.output.tables import neutralised

if TYPE_CHECKING:
    import polars as pl

_PERIOD = {
    "en": """\
# The period of these records: fill in all three.
id:      # such as 2025-2026-1
from:    # its first day, such as 2025-09-01
to:      # its last day, such as 2026-01-31
""",
    "zh": """\
# 本期的起止：三项都要填写。
id:      # 例如 2025-2026-1
from:    # 第一天，例如 2025-09-01
to:      # 最后一天，例如 2026-01-31
""",
}


def write_imported(
    tables: Mapping[str, pl.DataFrame], folder: str | Path, language: str = "en"
) -> tuple[str, ...]:
    """Write tables of texts as a dataset, whole or not at all, with what is left to fill in.

    ``funds.csv`` gets a row for each county of ``schools`` without an amount, and ``period.yaml``
    its keys without values: until they are filled in, ``paycalc check`` names them. CSV begins
    with the mark by which spreadsheets know UTF-8.

    Args:
        tables: ``schools`` among them, with ``county_id``.
        folder: Where the dataset goes; nothing may be there yet.
        language: Of the remarks in ``period.yaml``: ``en`` or ``zh``.

    Returns:
        The names of the files.

    Raises:
        TargetExistsError: there is something at ``folder``; it is left as it is.
        OSError: the folder could not be written; nothing of it is left.
    """
    written = {"funds": _funds(tables["schools"]), **tables}
    with whole_folder(Path(folder)) as partial:
        for name, frame in written.items():
            with create_file(partial / f"{name}.csv") as file:
                neutralised(frame).write_csv(file, include_bom=True)
        with create_file(partial / "period.yaml") as file:
            file.write(_PERIOD[language].encode())
    return (*(f"{name}.csv" for name in written), "period.yaml")


def _funds(schools: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    counties = schools["county_id"].unique(maintain_order=True)
    empty = pl.lit(None, pl.String)
    return counties.to_frame().with_columns(empty.alias("amount"), empty.alias("source"))
