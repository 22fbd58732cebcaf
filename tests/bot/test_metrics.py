"""/metrics gives figures, and nothing personal."""

from prometheus_client import CollectorRegistry, generate_latest

from bot.message import Platform
from bot.metrics import Figures, FiguresCollector, registry_of
from bot.web.loop_lag import KEPT, LoopLag
from tests.conftest import ROOT
from tests.support.world import World


def test_prometheus_reads_what_waits_and_what_became_of_the_cards(migrated_url: str) -> None:
    world = World(migrated_url)
    world.officer("林若晴", "衛福部")
    world.direct("林若晴").says("登記 公園夜間噪音")
    world.deliver(world.direct("林若晴").typed("我的案件"), drain=False)
    registry = CollectorRegistry()
    registry.register(FiguresCollector(world.assistant.figures))
    text = generate_latest(registry).decode()
    assert "pobot_inbox_waiting 1.0" in text
    assert 'pobot_deliveries{state="delivered"} 1.0' in text
    assert "beat_age" not in text  # nobody ticks here
    assert "林若晴" not in text
    world.stop()


def test_the_age_of_the_last_beat_is_told_once_there_is_one() -> None:
    registry = CollectorRegistry()
    figures = Figures(waiting_event_count=0, delivery_counts={}, beat_age_seconds=1.5)
    registry.register(FiguresCollector(lambda: figures))
    assert "pobot_scheduler_beat_age_seconds 1.5" in generate_latest(registry).decode()


def test_a_platform_in_trouble_is_a_one(migrated_url: str) -> None:
    world = World(migrated_url, platforms=(Platform.LINE, Platform.SLACK))
    world.troubles[Platform.SLACK] = "invalid_auth"
    registry = CollectorRegistry()
    registry.register(FiguresCollector(world.assistant.figures))
    text = generate_latest(registry).decode()
    assert 'pobot_platform_trouble{platform="line"} 0.0' in text
    assert 'pobot_platform_trouble{platform="slack"} 1.0' in text
    world.stop()


def test_every_metric_is_explained_to_whoever_watches(migrated_url: str) -> None:
    world = World(migrated_url)
    text = generate_latest(registry_of(world.assistant.figures, LoopLag())).decode()
    names = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    explained = (ROOT / "docs" / "operations.md").read_text()
    assert {name for name in names if f"`{name}" not in explained} == set()
    assert len(names) > 12
    world.stop()


def test_while_the_database_is_away_the_process_still_tells_of_itself() -> None:
    figures = Figures(
        database_up=False, waiting_event_count=0, delivery_counts={}, beat_age_seconds=2.0
    )
    text = generate_latest(registry_of(lambda: figures)).decode()
    assert "pobot_database_up 0.0" in text
    assert "pobot_inbox_waiting" not in text


def test_the_worst_lateness_of_the_loop_is_told_for_a_minute() -> None:
    lag = LoopLag()
    for seconds in (0.01, 0.7, 0.02):
        lag.note(seconds)
    (metric,) = lag.collect()
    assert metric.samples[0].value == 0.7
    for _ in range(KEPT):
        lag.note(0.01)
    (metric,) = lag.collect()
    assert metric.samples[0].value == 0.01
