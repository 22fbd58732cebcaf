"""Fixtures for every test: both databases, Chromium, the folder shared beside the checkout."""

import gc
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from storage.migrate import migrate
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.postgres_copies import PostgresCopies

ROOT = Path(__file__).resolve().parents[1]
NO_CHROMIUM = (
    "no Chromium here; to run the browser tests: apt-get install chromium fonts-noto-cjk"
    " (or put a `chromium` on PATH), then make test"
)
NO_SHARED = (
    "no folder ../shared beside this checkout: the checks against its specifications did not run"
)

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]

# The same examples every time, within bounds: a red test is red for everybody.
settings.register_profile(
    "pobot", derandomize=True, deadline=None, max_examples=60, database=None, print_blob=True
)
settings.load_profile("pobot")


def find_chromium() -> str | None:
    """Return the path of the machine's Chromium, if it has one."""
    return shutil.which("chromium") or shutil.which("/usr/bin/chromium")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what drives a browser where there is none."""
    if item.get_closest_marker("browser") is not None and find_chromium() is None:
        pytest.skip(NO_CHROMIUM)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start first what takes long: else one process waits for it in the end."""
    items.sort(key=lambda item: item.get_closest_marker("early") is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage seldom: all that was loaded by now stays, and takes long to walk."""
    del session
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """Leave no test's logs to the next: what configures them does so for the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the executable that a test marked `browser` hands to playwright."""
    path = find_chromium()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    return path


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Return the folder beside the checkout that holds specifications and benchmarks."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(NO_SHARED)
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Run one real PostgreSQL for each worker, started when a test first asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of an empty database, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'pobot.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture(params=ENGINES)
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a fresh database with the newest schema, once on each engine."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("migrated_sqlite")
        yield f"sqlite:///{shutil.copy(migrated, tmp_path / 'pobot.db')}"
        return
    copies: PostgresCopies = request.getfixturevalue("migrated_postgres")
    with copies.one() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "pobot.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> Iterator[PostgresCopies]:
    """Hand out PostgreSQL databases with the newest schema."""
    with postgres.database() as url:
        migrate(url)
        copies = PostgresCopies(postgres, url)
        yield copies
        copies.close()
