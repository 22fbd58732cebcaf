"""How good the early warning is: `python -m benchmarks.warnings FOLDER [--splits 8]`.

Refits the weights of `handlers/petitions/rules/outlook.py`, and prints figures on petitions that
the weights were not fitted on (20 folds by petition), beside those of the best simple rule.
"""

import argparse
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.intervals import median_interval, share_text
from benchmarks.logistic import fit, samples_of
from benchmarks.warning_data import DAY, Judged, Petition, judged, read_petitions
from handlers.petitions.rules.course import Look
from handlers.petitions.rules.outlook import (
    ACT_CHANCE,
    FITTED,
    WATCH_CHANCE,
    Weights,
    chance_of,
)
from handlers.petitions.rules.warning import Sighting, warnings_of

FOLDS = 20
BINS = 5
SIMPLE_LEAST, SIMPLE_DAYS = 200, 7  # of the simple rule: endorsements, days its pace lasts
Alarms = dict[str, datetime]


@dataclass(frozen=True, slots=True)
class Score:
    """What alarms were worth."""

    hits: int
    false: int
    passed: int
    leads: tuple[float, ...]  # days

    @property
    def lead(self) -> float:
        """The median, in days."""
        return statistics.median(self.leads) if self.leads else 0.0

    def text(self) -> str:
        """Write the figures with their intervals."""
        low, high = median_interval(self.leads)
        return (
            f"precision {share_text(self.hits, self.hits + self.false)}  "
            f"recall {share_text(self.hits, self.passed)}  "
            f"median lead {self.lead:.1f} days ({low:.1f}–{high:.1f})"
        )


def score(petitions: Sequence[Petition], alarms: Alarms) -> Score:
    """Count what alarms hit; one that comes when the petition has passed is a miss."""
    leads: list[float] = []
    false = 0
    for petition in petitions:
        at = alarms.get(petition.key)
        if at is None:
            continue
        if petition.passed_at is None:
            false += 1
        elif at < petition.passed_at:
            leads.append((petition.passed_at - at) / DAY)
    passed = sum(petition.passed_at is not None for petition in petitions)
    return Score(len(leads), false, passed, tuple(leads))


def live_alarms(petitions: Sequence[Petition]) -> dict[str, Alarms]:
    """Return when the product itself would have warned."""
    sightings = [Sighting(p.key, look, p.terms) for p in petitions for look in p.looks]
    found: dict[str, Alarms] = {"watch": {}, "act": {}}
    for warning in warnings_of(sightings):
        found[warning.level.name.lower()][warning.petition] = warning.look.at
    return found


def simple_alarms(petitions: Sequence[Petition]) -> Alarms:
    """Return when the best simple rule would have warned: 2,500, or its pace of a day."""
    found: Alarms = {}
    for petition in petitions:
        looks = petition.looks
        for number, look in enumerate(looks):
            if look.count >= petition.terms.goal:
                break
            days = min((petition.terms.due - look.at) / DAY, SIMPLE_DAYS)
            soon = look.count + _pace_of_a_day(looks, number) * days >= petition.terms.goal
            if look.count >= petition.terms.goal / 2 or (look.count >= SIMPLE_LEAST and soon):
                found[petition.key] = look.at
                break
    return found


def _pace_of_a_day(looks: Sequence[Look], number: int) -> float:
    first = number
    while first > 0 and looks[number].at - looks[first].at < timedelta(hours=24):
        first -= 1
    days = (looks[number].at - looks[first].at) / DAY
    return (looks[number].count - looks[first].count) / days if days > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Held:
    """A petition with the looks at it that are judged."""

    petition: Petition
    looks: tuple[Judged, ...]

    @property
    def passed(self) -> bool:
        """Whether it passed."""
        return self.petition.passed_at is not None


def refit(held: Sequence[Held]) -> Weights:
    """Fit the weights on petitions."""
    return fit([s for h in held for s in samples_of([k.signs for k in h.looks], passed=h.passed)])


def unseen_chances(held: Sequence[Held], *, seed: int) -> dict[str, list[float]]:
    """Return each petition's chances by weights that were fitted without it."""
    draw = random.Random(seed)
    folds: dict[str, int] = {}
    for passed in (True, False):
        keys = [h.petition.key for h in held if h.passed is passed]
        draw.shuffle(keys)
        folds |= {key: number % FOLDS for number, key in enumerate(keys)}
    found: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        weights = refit([h for h in held if folds[h.petition.key] != fold])
        for h in held:
            if folds[h.petition.key] == fold:
                found[h.petition.key] = [chance_of(look.signs, weights) for look in h.looks]
    return found


def first_over(held: Sequence[Held], chances: dict[str, list[float]], least: float) -> Alarms:
    """Return when each petition's chance first came to `least`."""
    found: Alarms = {}
    for h in held:
        pairs = zip(h.looks, chances[h.petition.key], strict=True)
        at = next((look.at for look, chance in pairs if chance >= least), None)
        if at is not None:
            found[h.petition.key] = at
    return found


def print_calibration(held: Sequence[Held], chances: dict[str, list[float]]) -> None:
    """Print, for petitions that looked like this, how many passed; each petition weighs one."""
    weight, passed, said = [0.0] * BINS, [0.0] * BINS, [0.0] * BINS
    for h in held:
        for chance in chances[h.petition.key]:
            number = min(int(chance * BINS), BINS - 1)
            weight[number] += 1 / len(h.looks)
            passed[number] += h.passed / len(h.looks)
            said[number] += chance / len(h.looks)
    for number in range(BINS):
        of = max(weight[number], 1e-9)
        print(
            f"  chance {number / BINS:.1f}–{(number + 1) / BINS:.1f}: "
            f"said {said[number] / of:.2f}, passed {passed[number] / of:.2f}  "
            f"(the looks of {weight[number]:.1f} petitions)"
        )


def print_times(held: Sequence[Held], chances: dict[str, list[float]]) -> None:
    """Print how long it took, over what a straight line says, from the watch level on."""
    found: list[tuple[float, float]] = []
    for h in held:
        pairs = zip(h.looks, chances[h.petition.key], strict=True)
        end = h.petition.passed_at
        warned = [k for k, chance in pairs if chance >= WATCH_CHANCE and end and end > k.at]
        found += [((end - k.at) / DAY / k.straight, 1 / len(warned)) for k in warned if end]
    found.sort()
    total, gone, cuts = sum(weight for _, weight in found), 0.0, {0.1: 0.0, 0.25: 0.0, 0.5: 0.0}
    cuts |= {0.75: 0.0, 0.9: 0.0}
    for ratio, weight in found:
        gone += weight
        cuts = {c: v or (ratio if gone >= c * total else 0.0) for c, v in cuts.items()}
    print("  " + ", ".join(f"{cut:.0%} {ratio:.2f}" for cut, ratio in cuts.items()))


def print_splits(name: str, scores: Sequence[Score]) -> None:
    """Print the middle one of several cross-validations, and how far the others differ."""
    middle = sorted(scores, key=lambda s: (s.hits, -s.false, s.lead))[len(scores) // 2]
    hits, false, leads = (
        sorted(values) for values in zip(*((s.hits, s.false, s.lead) for s in scores), strict=True)
    )
    print(f"  {name:<12} {middle.text()}")
    print(
        f"  {'':<12} of {len(scores)} splits: hits {hits[0]}–{hits[-1]}, "
        f"false {false[0]}–{false[-1]}, median lead {leads[0]:.1f}–{leads[-1]:.1f} days"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.warnings", description=__doc__)
    parser.add_argument("folder", type=Path, help="ideas, endorsements, snapshots (.csv.gz)")
    parser.add_argument("--splits", type=int, default=8, help="cross-validations (8)")
    chosen = parser.parse_args(arguments)
    petitions = read_petitions(chosen.folder)
    held = [Held(p, looks) for p in petitions if (looks := tuple(judged(p)))]
    passed = sum(p.passed_at is not None for p in petitions)
    print(f"{len(petitions)} petitions, {passed} passed; {len(held)} were judged")
    weights = refit(held)
    print(f"fitted  base {weights.base:.8f}  far {weights.far:.8f}  need {weights.need:.8f}")
    print(f"shipped base {FITTED.base:.8f}  far {FITTED.far:.8f}  need {FITTED.need:.8f}\n")
    print("The best simple rule (nothing fitted):")
    print(f"  {'watch':<12} {score(petitions, simple_alarms(petitions)).text()}\n")
    print("As shipped, on the petitions it was fitted on:")
    for level, alarms in live_alarms(petitions).items():
        print(f"  {level:<12} {score(petitions, alarms).text()}")
    print(f"\nOn petitions it was not fitted on ({FOLDS} folds; the middle split):")
    splits = [unseen_chances(held, seed=seed) for seed in range(chosen.splits)]
    for level, least in (("watch", WATCH_CHANCE), ("act", ACT_CHANCE)):
        scores = [score(petitions, first_over(held, chances, least)) for chances in splits]
        print_splits(level, scores)
    print("\nCalibration, unseen petitions:")
    print_calibration(held, splits[0])
    print("\nDays it took, over the days of a straight line (10 % to 90 %):")
    print_times(held, splits[0])


if __name__ == "__main__":
    main()
