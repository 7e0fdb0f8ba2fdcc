"""``paycalc import``: datasets from files of other programs, to be completed by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paycalc.cli._options import AsJson, Language
from paycalc.records.importing.timetables import CLASS_HEAD_SUBJECTS, Choices, CoTeaching

if TYPE_CHECKING:
    import polars as pl

    from paycalc.problems import Problem

app = typer.Typer(
    name="import",
    help="Make a dataset of files of another program.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        exists=True,
        dir_okay=False,
        readable=True,
        help="Timetables of FET (.fet, or .fet.gz), one for each school.",
    ),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="DATASET", help="The dataset; nothing may be there yet.")
]
Credit = Annotated[
    CoTeaching,
    typer.Option(
        "--co-teaching",
        help="Of lessons with several teachers each is credited the whole (full, as FET counts), "
        "or an equal part (split).",
    ),
]
ClassHeads = Annotated[
    list[str] | None,
    typer.Option(
        "--class-head",
        metavar="SUBJECT",
        help="The subject that a class's head teaches the class; may be given several times. "
        f"Without it: {', '.join(CLASS_HEAD_SUBJECTS)}.",
    ),
]
LeftOut = Annotated[
    list[str] | None,
    typer.Option(
        "--leave-out",
        metavar="SUBJECT",
        help="A subject that is no lesson, such as a lunch break; may be given several times.",
    ),
]
Position = Annotated[str, typer.Option("--position", help="The position of everybody, at first.")]
County = Annotated[str, typer.Option("--county", help="The county of all schools.")]


@app.callback()
def _import() -> None:
    """Make a dataset of files of another program."""


@app.command()
def fet(
    files: Files,
    out: Out,
    co_teaching: Credit = "full",
    class_heads: ClassHeads = None,
    leave_out: LeftOut = None,
    position: Position = "teacher",
    county: County = "C01",
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Make a dataset of timetables of the free program FET, and say what is left to fill in.

    Each file becomes a school: its teachers become `staff`, their active lessons by subject and
    class size, and the classes that they head, become `workload`. `funds` and `period.yaml` are
    templates. The folder appears whole or not at all and is never overwritten.

    Example: `paycalc import fet school-a.fet school-b.fet --out out/timetables`
    """
    from paycalc.errors import TargetExistsError
    from paycalc.output.folder import refuse_existing
    from paycalc.problems import language as language_of

    language = language_of(lang)
    heads = CLASS_HEAD_SUBJECTS if class_heads is None else tuple(class_heads)
    choices = Choices(co_teaching, heads, tuple(leave_out or ()), position, county)
    try:
        refuse_existing(out)
        imported = _imported(files, out, choices, language)
    except TargetExistsError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from None
    except OSError as error:
        _print_failure(error, as_json, language)
        raise typer.Exit(1) from None
    if as_json:
        _print_json(imported, out, language)
    else:
        _print_for_people(imported, out, language)
    if not imported.files:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Imported:
    """What came of it: the files written, none if there are errors, and counts of their rows."""

    problems: Sequence[Problem]
    files: tuple[str, ...] = ()
    schools: int = 0
    posts: int = 0
    class_heads: int = 0


def _imported(files: Sequence[Path], out: Path, choices: Choices, language: str) -> _Imported:
    from paycalc.cli._progress import progress
    from paycalc.output.imported import write_imported
    from paycalc.problems import has_errors
    from paycalc.records.importing.fet import read_fet
    from paycalc.records.importing.timetables import alike, tables_of

    timetables, problems = [], []
    with progress(len(files) + 1) as tell:
        for file in files:
            tell(f"reading {file.name}")
            timetable, found = read_fet(file)
            problems += found
            if timetable is not None:
                timetables.append(timetable)
        problems += alike(timetables)
        if has_errors(problems):
            return _Imported(problems)
        tell("writing")
        tables = tables_of(timetables, choices)
        written = write_imported(tables, out, language)
    return _Imported(
        problems, written, len(timetables), tables["staff"].height, _heads(tables["workload"])
    )


def _heads(workload: pl.DataFrame) -> int:
    """How many teachers head a class."""
    import polars as pl

    from paycalc.records.importing.timetables import CLASS_HEAD

    return workload.filter(pl.col("kind") == CLASS_HEAD)["teacher_id"].n_unique()


def _print_failure(error: OSError, as_json: bool, language: str) -> None:
    from paycalc.cli._show import print_json, say_nothing_written

    if as_json:
        print_json({"format": _FORMAT, "ok": False, "error": str(error), "problems": []})
    else:
        say_nothing_written(error, language)


def _print_json(imported: _Imported, out: Path, language: str) -> None:
    from paycalc.cli._show import print_json, problem_json

    done: dict[str, object] = {}
    if imported.files:
        done = {
            "folder": str(out),
            "files": list(imported.files),
            "schools": imported.schools,
            "posts": imported.posts,
            "class_heads": imported.class_heads,
            "left": [{"file": file, "what": what} for file, what in _left(imported, language)],
        }
    problems = [problem_json(problem, language) for problem in imported.problems]
    print_json({"format": _FORMAT, "ok": bool(imported.files), **done, "problems": problems})


def _print_for_people(imported: _Imported, out: Path, language: str) -> None:
    from paycalc.cli._show import show_problems

    show_problems(imported.problems, language, sys.stderr)
    sys.stderr.flush()
    if not imported.files:
        return
    words = _WORDS[language]
    counts = {"schools": imported.schools, "posts": imported.posts, "heads": imported.class_heads}
    typer.echo(f"{words['folder']} {out}: {words['counts'].format(**counts)}")
    typer.echo(f"\n{words['left']}")
    for file, what in _left(imported, language):
        typer.echo(f"  {file}: {what}")
    typer.echo(f"\n{words['then'].format(out=out)}")


def _left(imported: _Imported, language: str) -> Iterator[tuple[str, str]]:
    """What a timetable does not know, file by file."""
    words = _LEFT[language]
    for file in ("funds.csv", "period.yaml", "schools.csv", "staff.csv"):
        yield file, words[file]
    yield "workload.csv", words["work" if imported.class_heads else "no heads"]


_FORMAT = "paycalc-import/1"
_WORDS = {
    "en": {
        "folder": "Written to",
        "counts": "schools: {schools}, posts: {posts}, class heads: {heads}",
        "left": "Left to fill in:",
        "then": "Then: paycalc check POLICY {out}",
    },
    "zh": {
        "folder": "已写入",
        "counts": "学校 {schools} 所、岗位 {posts} 个、班主任 {heads} 人",
        "left": "还需填写：",
        "then": "然后运行：paycalc check POLICY {out}",
    },
}
_LEFT = {
    "en": {
        "funds.csv": "amount, the county's fund",
        "period.yaml": "id, from and to",
        "schools.csv": "stage, and what else the policy asks of a school",
        "staff.csv": "position and fte, which are the same for everybody; posts without lessons",
        "work": "work that is in no timetable",
        "no heads": "class heads, whom no subject told (--class-head names one); other work that "
        "is in no timetable",
    },
    "zh": {
        "funds.csv": "amount（县级资金总额）",
        "period.yaml": "id、from、to",
        "schools.csv": "stage（学段），以及方案用到的其他学校信息",
        "staff.csv": "position（岗位）和 fte（折算人数），目前人人相同；没有课的岗位",
        "work": "课表中没有的工作",
        "no heads": "班主任（没有科目可据以识别，可用 --class-head 指定）；课表中没有的其他工作",
    },
}
