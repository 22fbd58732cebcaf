"""What docs/architecture.md promises and no linter knows: names, places, sizes."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.support.tree import CODE, code_files, project_files, read

LONGEST_FILE = 300  # lines
TOP_LEVEL = {
    *CODE,
    *(".ci", ".gcloudignore", ".github", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile"),
    *("README.md", "app.yaml", "docs", "pyproject.toml", "requirements.lock", "requirements.txt"),
}
MAY_BE_FOLDERS = {"commands", "rules"}  # what outgrows one file becomes a folder of that name
ROOM_FILES = {"__init__.py", "commands.py", "jobs.py", "rules.py", "cards.py", "pages.py"} | {
    "errors.py",
    *MAY_BE_FOLDERS,
}
BESIDE_ROOMS = {"__init__.py", "rooms.py", "services.py", "sight.py", "doorkeeper.py"} | {
    "entrance.py",
    "reception.py",
    "assistant.py",
    "addresses.py",
    "drawing.py",
    "filing.py",
    "handing.py",
    "hands.py",
    "lookouts.py",
    "homes.py",
    "sweeping.py",
    "telling.py",
    "vitals.py",
}
NOT_A_ROOM = {"shared"}
NAMELESS = {"utils", "util", "helpers", "helper", "service", "common", "misc"}

# Put together here, so that this file does not hold what it looks for.
OPEN_ENDS = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME")) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:" + "|".join(("work", "root")) + r")/")
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("proxy", "golang", "org"),
    )
]


def _takes_commands(room: str) -> bool:
    """Whether an officer can type something there; a room may have only what the clock starts."""
    inside = {p.parts[2] for p in code_files("handlers") if p.parts[1] == room}
    return bool(inside & {"commands", "commands.py"})


ROOMS = sorted({p.parts[1] for p in code_files("handlers") if len(p.parts) > 2} - NOT_A_ROOM)


def test_the_top_level_holds_only_what_the_plan_names() -> None:
    assert {path.parts[0] for path in project_files()} - TOP_LEVEL == set()


def test_python_files_stay_short() -> None:
    lengths = {str(path): len(read(path).splitlines()) for path in code_files()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_every_file_is_named_for_what_it_holds() -> None:
    assert [p for p in code_files() if NAMELESS & {p.stem, *p.parts[:-1]}] == []


def test_beside_the_rooms_lie_only_the_lists() -> None:
    beside = {path.name for path in code_files("handlers") if len(path.parts) == 2}
    assert beside <= BESIDE_ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_only_the_files_that_every_room_has(room: str) -> None:
    inside = {path.parts[2] for path in project_files() if path.parts[:2] == ("handlers", room)}
    assert inside - ROOM_FILES == set()


@pytest.mark.parametrize("room", ROOMS)
def test_importing_a_room_runs_nothing(room: str) -> None:
    body = ast.parse(read(Path("handlers", room, "__init__.py"))).body
    assert [ast.unparse(statement) for statement in body if not _is_docstring(statement)] == []
    assert body, "say in a docstring what the room is for, with its Chinese name"


@pytest.mark.parametrize("room", [room for room in ROOMS if _takes_commands(room)])
def test_every_room_is_listed_as_open(room: str) -> None:
    imported = {module.split(".")[1] for module in _imports(Path("handlers/rooms.py"), "handlers.")}
    assert room in imported


@pytest.mark.parametrize("contract", ["rooms", "shared"])
def test_the_import_contracts_know_every_room(contract: str) -> None:
    contracts = tomllib.loads(read(Path("pyproject.toml")))["tool"]["importlinter"]["contracts"]
    (found,) = (each for each in contracts if each["id"] == contract)
    named = re.findall(r"handlers\.(\w+)", str(found))
    assert set(ROOMS) - set(named) == set()


def test_nothing_is_left_open() -> None:
    assert _lines_with(OPEN_ENDS) == []


def test_no_file_names_the_machine_it_was_written_on() -> None:
    assert _lines_with(MACHINE_PATH) == []


def test_no_file_names_a_package_registry() -> None:
    assert _lines_with(re.compile("|".join(map(re.escape, REGISTRIES)))) == []


def test_migrations_are_numbered_without_gaps() -> None:
    names = sorted(
        path.name
        for path in code_files("storage")
        if "migrations" in path.parts and path.name not in {"__init__.py", "env.py"}
    )
    numbers = [re.fullmatch(r"(\d{4})_[a-z][a-z0-9_]*\.py", name) for name in names]
    found = [int(match[1]) if match else None for match in numbers]
    assert found == list(range(1, len(names) + 1)), names


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _imports(path: Path, prefix: str) -> set[str]:
    """Return the modules that a file imports below `prefix`, `from handlers import x` included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.startswith(prefix)}


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in project_files()
        for number, line in enumerate(read(path).splitlines(), start=1)
        if pattern.search(line)
    ]
