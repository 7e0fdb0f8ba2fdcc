"""The ``paycalc`` command and what all commands share: streams, signals, exit codes."""

from __future__ import annotations

import gc
import io
import signal
import sys
from functools import partial
from typing import Annotated, NoReturn

import typer

import paycalc
from paycalc.cli.audit import audit
from paycalc.cli.check import check
from paycalc.cli.close import close
from paycalc.cli.correct import correct
from paycalc.cli.explain import explain
from paycalc.cli.export import export
from paycalc.cli.import_ import app as import_app
from paycalc.cli.init import init
from paycalc.cli.lint import lint
from paycalc.cli.reconcile import reconcile
from paycalc.cli.release import release
from paycalc.cli.rule import rule
from paycalc.cli.run import run
from paycalc.cli.schema import schema
from paycalc.cli.template import template
from paycalc.cli.test import run_tests
from paycalc.cli.verify import verify
from paycalc.cli.warmup import warmup

app = typer.Typer(
    name="paycalc",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    # a traceback with local variables would show names and pay
    pretty_exceptions_enable=False,
)
app.command()(init)
app.add_typer(import_app)
app.command()(template)
app.command()(run)
app.command()(verify)
app.command()(close)
app.command()(check)
app.command()(lint)
app.command("test")(run_tests)
app.command()(audit)
app.command()(explain)
app.command()(correct)
app.command()(release)
app.command()(export)
app.command()(reconcile)
app.command()(schema)
app.command()(warmup)
app.command()(rule)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"paycalc {paycalc.__version__}")
        raise typer.Exit


@app.callback(epilog="Example: `paycalc run POLICY DATASET --out FOLDER`")
def _paycalc(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Compute performance pay from a policy and a term's records, to the last fen.

    Exit codes: 0 done; 1 the policy or the records have errors, nothing was written; 2 wrong
    usage; 3 a check failed.
    """


def main() -> None:
    """Run the command line; the only place that touches the process: streams, memory, signals."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a terminal that cannot show a sign gets its escape, not a crash
            stream.reconfigure(errors="backslashreplace")
    # What imports, a policy and a county make stays, and is little: to look for garbage in it again
    # and again would take 6% of a county's run.
    gc.set_threshold(200_000)
    ended: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, partial(_end, ended))
    try:
        app()
    except BaseException as error:
        # A library may have been writing through Python, and made an error of its own of it.
        if ended and not (isinstance(error, SystemExit) and not error.code):
            raise SystemExit(128 + ended[0]) from None
        raise


def _end(ended: list[int], number: int, _frame: object) -> NoReturn:
    """End the same way whatever was going on, so that nothing half written stays behind."""
    ended.append(number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
