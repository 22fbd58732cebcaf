"""Who may do what: the table in docs/access.md is made from the commands, and held to the issue.

After a change: `python -m tests.test_access_table` writes the table anew.
"""

from pathlib import Path

import pytest

from bot.room import Access, Command, Place
from handlers.rooms import ROOMS
from handlers.services import Services
from handlers.shared.access import Speaker, may
from storage.records.officers import Appointment, Officer, Role

PAGE = Path(__file__).resolve().parents[1] / "docs" / "access.md"
BEGIN, END = "<!-- table: made by tests/test_access_table.py -->", "<!-- end of table -->"
PLACES = {Place.ANYWHERE: "都可", Place.DIRECT: "一對一", Place.GROUP: "群組"}


def _holding(role: Role) -> Speaker:
    place = Appointment(id=1, officer_id=1, agency_id=1, role=role)
    return Speaker(officer=Officer(id=1, name="林若晴"), appointments=(place,))


SPEAKERS = {
    "陌生人": Speaker(),
    "離任": Speaker(officer=Officer(id=1, name="林若晴")),
    "觀察": _holding(Role.OBSERVER),
    "業務單位": _holding(Role.BUSINESS_UNIT),
    "工作小組": _holding(Role.TEAM),
    "代理": _holding(Role.DEPUTY),
    "PO": _holding(Role.PO),
    "國發會": _holding(Role.HUB),
    "管理者": Speaker(officer=Officer(id=1, name="林若晴"), is_admin=True),
}
COMMANDS: dict[str, Command[Services, Speaker]] = {
    command.name: command for room in ROOMS for command in room.commands
}


def table() -> str:
    """Write the table: one row a command, one column a kind of speaker."""
    lines = [
        f"| 指令 | 在哪裡 | {' | '.join(SPEAKERS)} |",
        f"|---|---|{':-:|' * len(SPEAKERS)}",
        f"| 說明 | 都可 | {' | '.join('可' for _ in SPEAKERS)} |",
    ]
    for room in ROOMS:
        for command in room.commands:
            marks = ["可" if may(who, command.access) else "–" for who in SPEAKERS.values()]
            place = PLACES[command.place]
            lines.append(f"| {command.name} | {place} | {' | '.join(marks)} |")
    return "\n".join(lines)


def _page_with(new_table: str) -> str:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{new_table}\n\n{END}{after}"


def test_the_page_shows_what_the_commands_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == _page_with(table())


def allowed(name: str) -> set[str]:
    return {who for who, speaker in SPEAKERS.items() if may(speaker, COMMANDS[name].access)}


def test_strangers_may_bind_and_nothing_else_but_send_the_bot_away() -> None:
    for_all = {name for name, command in COMMANDS.items() if command.access is Access.ANYONE}
    assert for_all <= {"綁定", "離開"}
    assert {name for name in COMMANDS if "陌生人" in allowed(name)} == for_all


def test_who_left_office_may_do_no_more_than_a_stranger() -> None:
    for name in COMMANDS:
        assert ("離任" in allowed(name)) == ("陌生人" in allowed(name))


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("找", {"觀察", "業務單位", "工作小組", "代理", "PO", "國發會", "管理者"}),
        ("我的資料", {"觀察", "業務單位", "工作小組", "代理", "PO", "國發會", "管理者"}),
        ("清除個資", {"觀察", "業務單位", "工作小組", "代理", "PO", "國發會", "管理者"}),
        ("邀請同仁", {"工作小組", "代理", "PO", "國發會", "管理者"}),
        ("稽核", {"工作小組", "代理", "PO", "國發會", "管理者"}),
        ("新增同仁", {"PO", "國發會", "管理者"}),
        ("調動", {"PO", "國發會", "管理者"}),
        ("結束任期", {"PO", "國發會", "管理者"}),
        ("保存期限", {"管理者"}),
    ],
)
def test_the_standing_that_the_issue_asks_for(name: str, who: set[str]) -> None:
    assert allowed(name) == who


@pytest.mark.parametrize("name", ["邀請同仁", "解除綁定", "我的資料", "稽核", "清除個資", "同仁"])
def test_what_concerns_persons_is_answered_one_to_one(name: str) -> None:
    assert COMMANDS[name].place is Place.DIRECT


if __name__ == "__main__":
    PAGE.write_text(_page_with(table()), encoding="utf-8")
