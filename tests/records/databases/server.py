"""A PostgreSQL server of the tests: on loopback, in a folder of its own, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "Geheim-7391"
ACCOUNT = "postgres"  # whom Debian's package runs it as; the server refuses root


@dataclass(frozen=True)
class Server:
    """A running server with its superuser ``payroll`` and the database ``county``."""

    port: int
    programs: Path
    folder: Path

    def uri(self, password: str = PASSWORD, name: str = "county") -> str:
        """The address of a database of this server."""
        return f"postgresql://payroll:{password}@127.0.0.1:{self.port}/{name}"

    def run(self, *commands: str, name: str = "county") -> str:
        """Run commands of ``psql``; what they print, one value a line."""
        arguments = [part for command in commands for part in ("-c", command)]
        psql = [
            self.programs / "psql",
            "-X",
            "-q",
            "-At",
            "-v",
            "ON_ERROR_STOP=1",
            self.uri(name=name),
        ]
        done = subprocess.run([*psql, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def programs() -> Path | None:
    """Where PostgreSQL's programs lie, the newest ones."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _version(initdb: Path) -> int:
    return int(initdb.parts[-3]) if initdb.parts[-3].isdigit() else 0


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """A server for the block."""
    folder = Path(tempfile.mkdtemp(prefix="paycalc-postgresql-"))
    try:
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        if os.getuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, ACCOUNT)
        login = ("-U", "payroll", "-A", "scram-sha-256", f"--pwfile={folder / 'password'}")
        texts = ("-E", "UTF8", "--locale=C", "--no-sync")
        _call(folder, binaries / "initdb", "-D", folder / "data", *login, *texts)
        server = Server(_free_port(), binaries, folder)
        options = f"-p {server.port} -h 127.0.0.1 -F -c unix_socket_directories=''"
        control = (binaries / "pg_ctl", "-D", folder / "data", "-w", "-t", "60")
        _call(folder, *control, "-l", folder / "log", "-o", options, "start")
        try:
            server.run("CREATE DATABASE county", name="postgres")
            yield server
        finally:
            _call(folder, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _call(folder: Path, program: Path, *arguments: str | Path) -> None:
    """Run a program as a user who is not root."""
    account = pwd.getpwnam(ACCOUNT) if os.getuid() == 0 else None
    with (folder / "said").open("w", encoding="utf-8") as said:  # a server would keep a pipe open
        done = subprocess.run(
            [program, *arguments],
            cwd=folder,
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            stdout=said,
            stderr=said,
            user=account and account.pw_uid,
            group=account and account.pw_gid,
            extra_groups=[] if account else None,
            check=False,
        )
    assert done.returncode == 0, (folder / "said").read_text(encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
