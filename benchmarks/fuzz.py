"""Knock at every route for a while: `nice -n 15 python -m benchmarks.fuzz --minutes 5`.

Prints how many requests there were, which statuses came back, and each objection with its request.
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.support.fuzzing import Knock, ask, knocks, objection, open_app, paths_of

EXAMPLES = 2_000  # in one round; each round has new ones
SHOWN = 20


def main() -> None:
    """Fuzz for as long as was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    until = time.monotonic() + 60 * float(parser.parse_args().minutes)
    statuses, wrong = Counter[tuple[str, int]](), dict[str, Knock]()
    with tempfile.TemporaryDirectory() as folder, open_app(Path(folder)) as (app, runner):
        paths = tuple(paths_of(app.routes))

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=False,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )
        @given(knocks(paths))
        def knock_once(knock: Knock) -> None:
            if time.monotonic() > until:
                return
            try:
                answer = runner.run(ask(app, knock))
            except Exception as error:  # noqa: BLE001  # that is what is looked for
                wrong.setdefault(f"raised {type(error).__name__}: {error}"[:120], knock)
                return
            place = next((p for p in paths if knock.path.startswith(p.split("{")[0].encode())), "?")
            statuses[place.split("{")[0], answer.status] += 1
            if found := objection(knock, answer):
                wrong.setdefault(f"{place} {found}", knock)

        while time.monotonic() < until:
            knock_once()
    print(f"{statuses.total()} requests to {len(paths)} routes")
    for (path, status), count in sorted(statuses.items()):
        print(f"  {path or '/':<18} {status} {count:>8}")
    print(f"{len(wrong)} objections")
    for words, knock in list(wrong.items())[:SHOWN]:
        print(f"  {words}: {knock}"[:600])


if __name__ == "__main__":
    main()
