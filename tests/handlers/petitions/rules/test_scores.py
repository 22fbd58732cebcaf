"""What became of warnings."""

from datetime import UTC, datetime, timedelta

from handlers.petitions.rules.scores import Fate, Score, score

THEN = datetime(2026, 12, 1, tzinfo=UTC)


def test_each_outcome_is_counted() -> None:
    days = timedelta(days=1)
    found = score(
        [
            Fate(THEN, THEN + 4 * days, is_over=True),
            Fate(THEN, THEN + 8 * days, is_over=False),
            Fate(THEN, None, is_over=True),
            Fate(THEN, None, is_over=False),
            Fate(None, THEN, is_over=False),
        ]
    )
    assert found == Score(hit_count=2, false_count=1, open_count=1, missed_count=1, lead_days=6.0)


def test_nothing_gives_no_lead() -> None:
    assert score([]).lead_days is None
