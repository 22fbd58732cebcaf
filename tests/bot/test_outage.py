"""A trouble that goes on is told once a minute, with its count, and when it is over."""

import structlog

from bot.outage import Outage


def test_a_thousand_times_are_one_line_and_the_next_minute_says_how_many() -> None:
    seconds = [0.0]
    outage = Outage(lambda: seconds[0])
    with structlog.testing.capture_logs() as lines:
        for _ in range(1000):
            outage.goes_on("database_away")
        seconds[0] = 61.0
        outage.goes_on("database_away")
        outage.is_over("database_away")
        outage.is_over("database_away")
    assert [(line["event"], line["count"]) for line in lines] == [
        ("database_away", 1),
        ("database_away", 1000),
        ("database_away_over", 0),
    ]
    (family,) = outage.collect()
    assert {s.labels["what"]: s.value for s in family.samples}["database_away"] == 1001
