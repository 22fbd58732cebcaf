"""A program of the version before goes on while an upgrade rolls: a migration only adds."""

import ast
from pathlib import Path

import pytest

from storage.migrations import versions

FILES = sorted(Path(str(versions.__path__[0])).glob("[0-9]*.py"))
TAKES_AWAY = {"drop_table", "drop_column", "drop_constraint", "rename_table", "batch_alter_table"}
IN_SQL = ("DROP TABLE", "DROP COLUMN", "RENAME TO", "RENAME COLUMN", "DELETE FROM")
# What took away what the version before it read; docs/operations.md says what then to do.
EXCEPTIONS = {
    "0027": {"drop_table"},  # two tables of addresses became one
}


def calls(tree: ast.AST) -> list[ast.Call]:
    return [one for one in ast.walk(tree) if isinstance(one, ast.Call)]


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def upgrading(file: Path) -> list[ast.AST]:
    """Everything of a migration but its way back."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return [one for one in body if getattr(one, "name", "") != "downgrade"]


def taken_away(file: Path) -> set[str]:
    """What a migration does on its way forward that an older program may stumble over."""
    found: set[str] = set()
    for part in upgrading(file):
        for call in calls(part):
            found |= {name_of(call)} & TAKES_AWAY
            if name_of(call) == "alter_column":
                found.add("alter_column")
            if name_of(call) == "add_column" and _is_demanded(call):
                found.add("a new column that an older program does not fill")
        words = [one.value for one in ast.walk(part) if isinstance(one, ast.Constant)]
        found |= {sql for sql in IN_SQL for word in words if sql in str(word).upper()}
    return found


def _is_demanded(call: ast.Call) -> bool:
    """Whether a column must have a value and has none by itself."""
    columns = [one for one in calls(call) if name_of(one) == "Column"]
    given = [{one.arg: one.value for one in column.keywords} for column in columns]
    return any(
        isinstance(one.get("nullable"), ast.Constant)
        and ast.literal_eval(one["nullable"]) is False
        and "server_default" not in one
        for one in given
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:4])
def test_a_migration_takes_nothing_away(file: Path) -> None:
    assert taken_away(file) == EXCEPTIONS.get(file.stem[:4], set())
