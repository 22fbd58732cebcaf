"""A file with rules that an administrator hands over; the columns are the shipped table's. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import UserError
from handlers.shared.rulebook import Rulebook
from storage.records.rules import Rule
from storage.rule_sheet import COLUMNS, REQUIRED, BadRuleError, rule_from_cells

Line = tuple[int, tuple[str, ...]]  # number in the file, cells


class RulesRefusedError(UserError):
    """Some rows are wrong, so nothing of the file was taken over."""

    def __init__(self, problems: Sequence[str]) -> None:
        lines = "\n".join(problems)
        super().__init__(
            f"有 {len(problems)} 處要先改，規則都沒有匯入。\n{lines}",
            hint=f"欄位：{'、'.join(COLUMNS)}",
        )


@dataclass(frozen=True, slots=True)
class RuleChanges:
    """What is to be saved: the file's rules, and the versions that they end."""

    rules: tuple[Rule, ...]
    text: str


def read_rules(lines: Sequence[Line], book: Rulebook) -> RuleChanges:
    """Read the rows; the first names the columns.

    A row ends the version that was in force on its first day. Raises RulesRefusedError.
    """
    header = lines[0][1] if lines else ()
    if missing := [name for name in REQUIRED if name not in header]:
        raise RulesRefusedError([f"第一列缺欄位「{'」「'.join(missing)}」"])
    changed: dict[str, Rule] = {}
    added: set[str] = set()
    problems: list[str] = []
    for number, cells in lines[1:]:
        try:
            new = rule_from_cells(dict(zip(header, cells, strict=False)))
            _check_first_day(new, book)
        except BadRuleError as error:
            problems.append(f"第 {number} 列：{error}")
            continue
        added.add(new.key)
        for rule in Rulebook(_with(book, changed)).superseded_by(new):
            changed[rule.key] = rule
    if problems:
        raise RulesRefusedError(problems)
    ended = f"，{len(changed.keys() - added)} 條舊的隨之結束" if changed.keys() - added else ""
    return RuleChanges(tuple(changed.values()), f"已匯入 {len(added)} 條規則{ended}")


def _check_first_day(new: Rule, book: Rulebook) -> None:
    """Refuse a row that would change only the days before every other version.

    Raises BadRuleError.
    """
    later = any(rule.valid_from for rule in book.versions(new.name))
    if new.valid_from is None and new.valid_to is None and later:
        raise BadRuleError(f"「{new.name}」已有別的版本，請填「起日」")


def _with(book: Rulebook, changed: dict[str, Rule]) -> tuple[Rule, ...]:
    kept = tuple(rule for rule in book.rules if rule.key not in changed)
    return (*kept, *changed.values())
