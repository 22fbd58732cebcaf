from datetime import datetime, timedelta

import pytest

from handlers.shared.roc_date import TAIPEI
from handlers.shared.windows import USUAL
from handlers.shared.work_calendar import BASE
from handlers.watch.rules.muting import read_mute

FRIDAY = datetime(2026, 12, 11, 15, 0, tzinfo=TAIPEI)
MONDAY_MORNING = datetime(2026, 12, 14, 8, 30, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("told", "until"),
    [
        ("", FRIDAY + timedelta(hours=4)),
        ("四小時", FRIDAY + timedelta(hours=4)),
        ("12 個小時", FRIDAY + timedelta(hours=12)),
        ("兩天", FRIDAY + timedelta(days=2)),
        ("999天", FRIDAY + timedelta(days=30)),
        ("至明早", MONDAY_MORNING),
        ("此事件", "event"),
        ("取消", "off"),
        ("0小時", None),
        ("很久", None),
    ],
)
def test_how_long_is_read(told: str, until: object) -> None:
    assert read_mute(told, USUAL, BASE, now=FRIDAY) == until
