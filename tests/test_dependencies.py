"""Each dependency has a reason and is pinned; App Engine gets the same versions."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

from tests.support.tree import ROOT, code_files, read

PROJECT: dict[str, Any] = tomllib.loads(read(Path("pyproject.toml")))["project"]
RUNTIME: list[str] = PROJECT["dependencies"]
EXTRA: list[str] = [name for extra in PROJECT["optional-dependencies"].values() for name in extra]
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>.+?))? \\")


def _name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match is not None, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def _pins(path: str) -> dict[str, set[str]]:
    """Return every pinned block of a lock, its comments left out, under the package's name."""
    pins: dict[str, set[str]] = {}
    lines = [line.strip() for line in read(Path(path)).splitlines()]
    text = "\n".join(line for line in lines if not line.startswith("#"))
    for block in re.split(r"\n(?=[a-z0-9])", text):
        match = PIN.match(block)
        assert match is not None, block
        pins.setdefault(match["name"], set()).add(block)
    return pins


LOCK = _pins("requirements.lock")
APP_ENGINE = _pins("requirements.txt")


def test_every_dependency_has_its_reason_and_no_reason_outlives_it() -> None:
    page = read(Path("docs/dependencies.md"))
    reasons = re.findall(r"^\| `([a-z0-9-]+)`.*\| \S", page, re.MULTILINE)
    assert sorted(reasons) == sorted(_name(requirement) for requirement in [*RUNTIME, *EXTRA])


def test_the_lock_pins_every_dependency_with_its_hashes() -> None:
    assert {_name(requirement) for requirement in [*RUNTIME, *EXTRA]} <= set(LOCK)
    assert [
        block for blocks in LOCK.values() for block in blocks if "--hash=sha256:" not in block
    ] == []


def test_app_engine_gets_the_locked_versions() -> None:
    assert {_name(requirement) for requirement in RUNTIME} <= set(APP_ENGINE)
    locked = {name: _unmarked(LOCK.get(name, set())) for name in APP_ENGINE}
    assert locked == {name: _unmarked(blocks) for name, blocks in APP_ENGINE.items()}


def _unmarked(blocks: set[str]) -> set[str]:
    """Return the blocks without their markers: a peer may ask for the same on more platforms."""
    return {re.sub(r" ; .+?(?= \\\n)", "", block) for block in blocks}


def test_line_bot_sdk_is_not_held_down() -> None:
    (block,) = LOCK["line-bot-sdk"]
    assert tuple(map(int, block.split(" ")[0].split("==")[1].split("."))) >= (3, 27)


def test_the_code_imports_only_what_is_declared() -> None:
    declared = {_name(requirement) for requirement in RUNTIME}
    owners = packages_distributions()
    undeclared = {
        module
        for path in code_files("bot", "handlers", "storage")
        for module in _imported_tops(path)
        if module not in sys.stdlib_module_names and not (ROOT / module).is_dir()
        if module != "_typeshed"  # type checkers bring it; it is never imported
        if not declared & {_name(owner) for owner in owners.get(module, [])}
    }
    assert undeclared == set()


def _imported_tops(path: Path) -> set[str]:
    tops: set[str] = set()
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Import):
            tops |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            tops.add(node.module.split(".")[0])
    return tops
