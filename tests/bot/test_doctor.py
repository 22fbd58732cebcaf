"""What `pobot doctor` says of the work, the clock, the disk and the key."""

from datetime import timedelta

import pytest

from bot.doctor import (
    Finding,
    judge_clock,
    judge_disk,
    judge_key,
    judge_leases,
    judge_work,
)
from bot.metrics import Backlog, Leases

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (judge_clock(None), ""),
        (judge_clock(2 * SECOND), ""),
        (judge_clock(75 * SECOND), "快 75 秒"),
        (judge_clock(-75 * SECOND), "慢 75 秒"),
        (judge_work({"event": Backlog(3, 5.0), "delivery": Backlog(0)}), ""),
        (judge_work({"event": Backlog(3, 600.0)}), "收到的訊息 3 件，最久的等了 10 分鐘"),
        (judge_leases({"event": Leases(2, 0)}), ""),
        (judge_leases({"event": Leases(2, 0), "delivery": Leases(0, 4)}), "4 件的租約過期"),
        (judge_disk(5 << 30), ""),
        (judge_disk(300 << 20), "還有 0.3 GB"),
        (judge_key(opens=True), ""),
        (judge_key(opens=False), "打不開"),
    ],
)
def test_it_says_what_is_wrong_and_how_to_mend_it(finding: Finding, words: str) -> None:
    assert finding.well is (not words)
    assert words in finding.state
    assert finding.well or finding.remedy
