"""How well agencies are guessed from titles: `python -m benchmarks.guess FOLDER`.

On the petitions of `ideas.csv.gz` that later got lead agencies; any lead counts, former names are
today's. Nothing was fitted on these titles, except in the rows that say 「learnt」: those answered
about all other titles (leave one out), as officers do with 〔是〕 and 〔非本機關業務〕.
"""

import argparse
import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.intervals import share_text
from benchmarks.warning_data import rows_of
from handlers.contacts.rules.finding import Directory
from handlers.petitions.rules.guess import GuessIndex
from handlers.petitions.rules.learnt import Learnt
from storage.cipher import Cipher
from storage.directory import AgencyList
from storage.engine import open_database
from storage.migrate import migrate
from storage.names import level_text
from storage.records.agencies import Agency, Level
from storage.remits import DATA as REMITS
from storage.remits import shipped_remits

TODAY = date(2026, 12, 7)
KEY = "k" * 43
FIRST_FEW = 3
Ranking = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Titled:
    """A petition's title and the agencies that had to answer it, by today's ids."""

    title: str
    leads: frozenset[int]


def shipped_agencies() -> tuple[Agency, ...]:
    """Return the agencies that a new installation has."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'guess.db')}"
        migrate(url)
        database = open_database(url, Cipher(KEY))
        with database.unit_of_work() as uow:
            agencies = uow.agencies.all()
        database.dispose()
    return agencies


def law_given_tasks() -> dict[str, list[str]]:
    """Return the shipped remits without their everyday words."""
    with REMITS.open(encoding="utf-8", newline="") as file:
        return {row["agency"]: row["tasks"].split(";") for row in csv.DictReader(file)}


def read_titles(folder: Path, agencies: Sequence[Agency]) -> list[Titled]:
    """Read the petitions that got lead agencies."""
    names = AgencyList(0, agencies)
    found: list[Titled] = []
    for row in rows_of(folder / "ideas.csv.gz"):
        leads = filter(None, row["master_agencies"].split(";"))
        known = [agency for agency in map(names.by_name, leads) if agency is not None]
        if known:
            found.append(Titled(row["title"], frozenset(agency.id for agency in known)))
    return found


def looked_up(agencies: Sequence[Agency]) -> Ranking:
    """Return the look-up of the contacts room, each answer taken up to its ministry."""
    directory = Directory(agencies=tuple(agencies), officers=(), appointments=())
    by_id = {agency.id: agency for agency in agencies}

    def ministry(agency: Agency) -> int:
        while agency.level in {Level.THIRD, Level.UNIT} and agency.parent_id is not None:
            agency = by_id[agency.parent_id]
        return agency.id

    def rank(title: str) -> list[int]:
        found = directory.agencies_for_topic(title, today=TODAY, limit=20)
        return list(dict.fromkeys(map(ministry, found)))

    return rank


def guessed(index: GuessIndex) -> Ranking:
    """Return the guess of the petitions room."""
    return lambda title: [guess.agency_id for guess in index.guess(title)]


def print_figures(name: str, titles: Sequence[Titled], rank: Callable[[Titled], list[int]]) -> None:
    """Print how often a lead is first, and among the first three."""
    ranked = [(titled, rank(titled)) for titled in titles]
    first = sum(bool(found) and found[0] in titled.leads for titled, found in ranked)
    few = sum(bool(titled.leads & set(found[:FIRST_FEW])) for titled, found in ranked)
    of = len(titles)
    print(f"  {name:<36} top-1 {share_text(first, of)}  top-3 {share_text(few, of)}")


def learnt_without(index: GuessIndex, titles: Sequence[Titled]) -> Callable[[Titled], list[int]]:
    """Return the guess after officers answered about every title but the one that is guessed."""

    def rank(wanted: Titled) -> list[int]:
        learnt = Learnt()
        for other in titles:
            if other is wanted:
                continue
            title = level_text(other.title)
            asked = {guess.agency_id for guess in index.guess(other.title)} | other.leads
            for agency_id in sorted(asked):
                learnt = learnt.answered(agency_id, title, theirs=agency_id in other.leads)
        return [guess.agency_id for guess in index.guess(wanted.title, learnt=learnt)]

    return rank


def main(arguments: Sequence[str] | None = None) -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guess", description=__doc__)
    parser.add_argument("folder", type=Path, help="where ideas.csv.gz is")
    chosen = parser.parse_args(arguments)
    agencies = shipped_agencies()
    titles = read_titles(chosen.folder, agencies)
    print(f"{len(titles)} titles; 95 % intervals by Wilson")
    full = GuessIndex(agencies, shipped_remits())
    look_up, by_plain = looked_up(agencies), guessed(GuessIndex(agencies))
    by_tasks, by_full = guessed(GuessIndex(agencies, law_given_tasks())), guessed(full)
    print_figures("look-up by duty (contacts)", titles, lambda t: look_up(t.title))
    print_figures("guess, duties only", titles, lambda t: by_plain(t.title))
    print_figures("guess, with law-given tasks", titles, lambda t: by_tasks(t.title))
    print_figures("guess, with everyday words too", titles, lambda t: by_full(t.title))
    print_figures("the same, learnt from the others", titles, learnt_without(full, titles))
    began = time.perf_counter()
    for titled in titles:
        by_full(titled.title)
    print(f"  {1000 * (time.perf_counter() - began) / max(1, len(titles)):.2f} ms for one title")


if __name__ == "__main__":
    main()
