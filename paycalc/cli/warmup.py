"""``paycalc warmup``: compile what the first computation on a machine would wait for."""

from __future__ import annotations

import time

import typer

from paycalc.cli._options import AsJson


def warmup(as_json: AsJson = False) -> None:
    """Compile the engine beforehand, so that no later command waits for it.

    Once on a machine and for each version of paycalc, as the user who will run it; some seconds.
    Where no folder can be written, every process compiles anew: set `NUMBA_CACHE_DIR`.

    Example: `paycalc warmup`
    """
    from paycalc.cli._progress import progress
    from paycalc.cli._show import print_json
    from paycalc.engine.warmup import is_warm, kernels, warmup

    began, was_warm = time.perf_counter(), is_warm()
    with progress(len(kernels())) as tell:
        folder = warmup(lambda name: tell(f"compiling {name}"))
    seconds = time.perf_counter() - began
    if as_json:
        told = {
            "kernels": len(kernels()),
            "compiled": not was_warm,
            "folder": folder and str(folder),
        }
        print_json({"format": "paycalc-warmup/1", **told, "seconds": round(seconds, 3)})
    elif folder is None:
        typer.echo("No folder can keep compiled kernels: set NUMBA_CACHE_DIR to one.", err=True)
    elif was_warm:
        typer.echo(f"Nothing to do: the kernels are kept in {folder}.")
    else:
        typer.echo(f"{len(kernels())} kernels compiled in {seconds:.1f} s and kept in {folder}.")
    if folder is None:
        raise typer.Exit(1)
