"""Which subscriptions a post meets, how fast: `python -m benchmarks.matching`.

10,000 boolean subscriptions, raw text, one core. The aims: >= 100,000 posts a second, p99 <= 50 µs
a post, a new subscription active within 1 s. Beside the live code: ahocorasick_rs and hyperscan,
which do the same boolean work behind the same folding (`benchmarks.matching_peers`), the scan of
each alone, daachorse finding all keywords as they do, and a naive loop. All take turns in every
round; times are the thread's own. Each engine's answers are compared with the naive loop's first.
"""

import multiprocessing
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.activation import show_activation
from benchmarks.matching_peers import (
    Maker,
    Matching,
    ahocorasick_rs,
    all_terms,
    daachorse,
    hyperscan,
    naive,
    scan_alone,
)
from benchmarks.opinion_corpus import Writer
from benchmarks.table import Row, judged
from handlers.watch.rules.folding import bare
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.plans import places_of
from handlers.watch.rules.query import Query, read_query

SEED = 115
SUBSCRIPTIONS, WORDS = 10_000, 9_000
SAMPLE, POSTS, CHECKED, ROUNDS = 500, 4_000, 20, 3
PARTS = {"usual": 0.1, "dense": 1.0}  # of the keywords that are in what is written
LONG, LONG_POSTS = 2_000, 200
REPEATED, HOSTILE_POSTS = 5_000, 5
PAGE = 4096
ALONE = ", scan alone"
AIM_RATE, AIM_P99 = 100_000, 50.0
Shown = dict[str, tuple[float, float]]  # posts a second, p99 µs, of each engine


def ours(queries: Mapping[int, Query], sample: Sequence[str]) -> Matching:
    """The live code."""
    return Matcher(queries, sample).matches


ENGINES: dict[str, Maker] = {
    "live code": ours,
    "ahocorasick_rs": ahocorasick_rs,
    "hyperscan": hyperscan,
    "daachorse": daachorse,
    f"ahocorasick_rs{ALONE}": scan_alone(ahocorasick_rs),
    f"hyperscan{ALONE}": scan_alone(hyperscan),
}


@dataclass
class Engine:
    """One way, and what it took."""

    name: str
    matches: Matching
    build: float  # seconds
    memory: float  # MiB
    rounds: list[float] = field(default_factory=list[float])  # µs a post
    each: list[int] = field(default_factory=list[int])  # ns of single posts


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


def _memory_of(make: Maker, queries: Mapping[int, Query], sample: Sequence[str]) -> float:
    """Return the MiB by which a process grows that builds it."""
    forked = multiprocessing.get_context("fork")
    reader, writer = forked.Pipe()

    def build() -> None:
        before = _resident()
        kept = make(queries, sample)
        writer.send(_resident() - before)
        del kept

    process = forked.Process(target=build)
    process.start()
    grown: float = reader.recv()
    process.join()
    return grown


def _engines(queries: Mapping[int, Query], sample: Sequence[str]) -> list[Engine]:
    made: list[Engine] = []
    for name, make in ENGINES.items():
        try:
            make({0: read_query("健保卡")}, ())
        except ModuleNotFoundError:
            print(f"{name}: not installed (make bench installs it)")
            continue
        memory = _memory_of(make, queries, sample)
        begun = time.thread_time()
        matches = make(queries, sample)
        made.append(Engine(name, matches, time.thread_time() - begun, memory))
    return made


def _check(engines: Iterable[Engine], queries: Mapping[int, Query], posts: Sequence[str]) -> None:
    plain = naive(queries)
    for post in posts[:CHECKED]:
        right = set(plain(post))
        for engine in engines:
            if engine.name.endswith(ALONE):
                continue
            assert set(engine.matches(post)) == right, (engine.name, post)


def _time_all(engines: Sequence[Engine], posts: Sequence[str], rounds: int) -> None:
    """Let them take turns; each gets strings that nobody has read yet."""
    for _ in range(rounds):
        for engine in engines:
            fresh = [f"{post} "[:-1] for post in posts]
            begun = time.thread_time()
            for post in fresh:
                engine.matches(post)
            engine.rounds.append((time.thread_time() - begun) * 1e6 / len(posts))
            for post in [f"{post} "[:-1] for post in posts]:
                started = time.thread_time_ns()
                engine.matches(post)
                engine.each.append(time.thread_time_ns() - started)


def _show(what: str, engines: Sequence[Engine]) -> Shown:
    shown: Shown = {}
    for engine in engines:
        each = sorted(engine.each)
        micros = median(engine.rounds)
        middle, most = each[len(each) // 2] / 1000, each[int(0.99 * len(each))] / 1000
        print(
            f"{what:<28}{engine.name:<27}{1e6 / micros:>12,.0f}{middle:>9.1f}{most:>9.1f}"
            f"{engine.build:>9.2f}{engine.memory:>9.0f}"
        )
        shown[engine.name] = 1e6 / micros, most
        engine.rounds.clear()
        engine.each.clear()
    return shown


def _bench(name: str, part: float, writer: Writer) -> Shown:
    words = writer.words(WORDS, spoken=part)
    topics = writer.subscriptions(SUBSCRIPTIONS, words)
    queries = {number: read_query(topic) for number, topic in enumerate(topics)}
    sample = [writer.mixed() for _ in range(SAMPLE)]
    posts = [writer.mixed() for _ in range(POSTS)]
    engines = _engines(queries, sample)
    _check(engines, queries, posts)
    met = sum(len(list(engines[0].matches(post))) for post in posts) / POSTS
    print(
        f"{name}: {_occurrences(queries, posts[:CHECKED]):.1f} times a keyword in a post of"
        f" {sum(map(len, posts)) / POSTS:.0f} characters, {met:.1f} subscriptions met"
    )
    _time_all(engines, posts, ROUNDS)
    shown = _show(f"{name}, 200 characters", engines)
    _time_all(engines, [writer.mixed(LONG) for _ in range(LONG_POSTS)], ROUNDS)
    _show(f"{name}, {LONG:,} characters", engines)
    heard = next(word for word in words if any(word in post for post in posts))
    _time_all(engines, [heard * REPEATED] * HOSTILE_POSTS, 2)
    _show(f"{name}, {REPEATED:,} times one word", engines)
    plain = [Engine("naive loop", naive(queries), 0.0, 0.0)]
    _time_all(plain, posts[:CHECKED], 1)
    return {**shown, **_show(f"{name}, 200 characters", plain)}


def _occurrences(queries: Mapping[int, Query], posts: Sequence[str]) -> float:
    terms = all_terms(queries)
    found = sum(len(list(places_of(term, bare(post)))) for post in posts for term in terms)
    return found / len(posts)


def rows() -> list[Row]:
    """Measure, print everything, and return what belongs in the one table."""
    writer = Writer(SEED)
    print(
        f"{'posts':<28}{'engine':<27}{'posts a s':>12}{'p50 µs':>9}{'p99 µs':>9}{'build s':>9}"
        f"{'MiB':>9}"
    )
    shown, *_ = [_bench(name, part, writer) for name, part in PARTS.items()]
    show_activation(SUBSCRIPTIONS)
    rate, p99 = shown.pop("live code")
    return [
        Row(
            what=f"{SUBSCRIPTIONS:,} boolean subscriptions, posts a second, own p99",
            aim=f"≥ {AIM_RATE:,}; ≤ {AIM_P99:.0f} µs",
            measured=f"{rate:,.0f}; {p99:.0f} µs",
            peer=", ".join(f"{name} {other:,.0f}" for name, (other, _) in shown.items()),
            met=judged(rate >= AIM_RATE and p99 <= AIM_P99),
        )
    ]


def main() -> None:
    """Print the table."""
    rows()


if __name__ == "__main__":
    main()
