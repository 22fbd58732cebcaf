"""Requests wait together, and each gets its own answer."""

import asyncio
from collections.abc import Awaitable, Iterable
from concurrent.futures import Future

from bot.gate import Arrival
from bot.lobby import PARTIES, Lobby
from bot.message import Platform


class AwayError(Exception):
    """The database is away."""


def arrival(event_id: str) -> Arrival:
    return Arrival(
        platform=Platform.LINE,
        event_id=event_id,
        conversation="C1",
        occurred_at=None,
        payload=b"{}",
        concerns_bot=True,
    )


class SlowGate:
    """A gate whose answers the test gives."""

    def __init__(self) -> None:
        self.parties: list[list[str]] = []
        self.answers: list[Future[int]] = []
        self.spoilt: set[str] = set()  # events that the database refuses
        self.prompt = False  # answers at once

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int] | None:
        ids = [one.event_id for one in arrivals]
        if not ids:
            return None
        answer: Future[int] = Future()
        self.parties.append(ids)
        self.answers.append(answer)
        if self.prompt and self.spoilt & set(ids):
            answer.set_exception(AwayError())
        elif self.prompt:
            answer.set_result(len(ids))
        return answer


async def soon(*waiting: Awaitable[bool]) -> list[bool]:
    return list(await asyncio.wait_for(asyncio.gather(*waiting), timeout=5))


async def rounds(count: int = 5) -> None:
    """Let the loop go round, so that what is ready happens."""
    for _ in range(count):
        await asyncio.sleep(0)


def test_requests_of_one_moment_go_through_together() -> None:
    async def story() -> None:
        gate = SlowGate()
        gate.prompt = True
        lobby = Lobby(gate)
        assert await soon(*(lobby.admit([arrival(name)]) for name in "abc")) == [True] * 3
        assert gate.parties == [["a", "b", "c"]]

    asyncio.run(story())


def test_while_parties_are_at_the_gate_the_next_one_gathers() -> None:
    async def story() -> None:
        gate = SlowGate()
        lobby = Lobby(gate)
        first = [asyncio.ensure_future(lobby.admit([arrival("first")]))]
        await rounds()
        for name in [f"p{n}" for n in range(PARTIES + 3)]:
            first.append(asyncio.ensure_future(lobby.admit([arrival(name)])))
            await rounds()
        assert len(gate.parties) == PARTIES
        for answer in list(gate.answers):
            answer.set_result(1)
        await rounds()
        assert len(gate.parties) == PARTIES + 1
        assert gate.parties[-1] == [f"p{n}" for n in range(PARTIES - 1, PARTIES + 3)]
        gate.answers[-1].set_result(1)
        assert await soon(*first) == [True] * len(first)

    asyncio.run(story())


def test_one_refused_event_does_not_spoil_the_others() -> None:
    async def story() -> None:
        gate = SlowGate()
        gate.prompt, gate.spoilt = True, {"bad"}
        lobby = Lobby(gate)
        answers = await soon(*(lobby.admit([arrival(name)]) for name in ["a", "bad", "c"]))
        assert answers == [True, False, True]
        assert await soon(lobby.admit([arrival("later")])) == [True]

    asyncio.run(story())


def test_who_waits_too_long_is_told_to_come_again_and_the_lobby_goes_on() -> None:
    async def story() -> None:
        gate = SlowGate()
        lobby = Lobby(gate, patience=0.02)
        assert await soon(*(lobby.admit([arrival(name)]) for name in "ab")) == [False, False]
        gate.answers[0].set_result(2)  # the disk was only slow
        gate.prompt = True
        await rounds()
        assert await soon(lobby.admit([arrival("c")])) == [True]

    asyncio.run(story())


def test_a_client_that_goes_away_leaves_the_others_in_peace() -> None:
    async def story() -> None:
        gate = SlowGate()
        lobby = Lobby(gate)
        gone = asyncio.ensure_future(lobby.admit([arrival("gone")]))
        stays = asyncio.ensure_future(lobby.admit([arrival("stays")]))
        await rounds()
        gone.cancel()
        gate.answers[0].set_result(2)
        assert await soon(stays) == [True]

    asyncio.run(story())
