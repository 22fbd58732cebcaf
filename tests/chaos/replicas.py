"""The replicas of one run: forked, killed, stopped, started again at once."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Lock, Thread
from typing import cast

import orjson

from bot.failpoint import KILLED, Step

Env = dict[str, str]


@dataclass
class _Replica:
    """One place among the replicas, and who has it."""

    env: Env
    pid: int = 0
    step: Step | None = None  # at which it ends itself
    stopped: bool = False


@dataclass
class Replicas:
    """As many processes as there are environments; whoever ends is followed by another."""

    envs: list[Env]
    folder: Path
    naive: bool
    steps: list[Step] = field(default_factory=list[Step])  # still to be stepped on
    stepped: Counter[Step] = field(default_factory=Counter[Step])
    kills: int = 0
    stops: int = 0
    crashes: list[int] = field(default_factory=list[int])  # exit statuses nobody asked for
    _places: list[_Replica] = field(default_factory=list[_Replica])
    _lock: Lock = field(default_factory=Lock)
    _told: Condition = field(default_factory=Condition)
    _pids: list[int] = field(default_factory=list[int])
    _closing: bool = False

    def begin(self, zygote: "subprocess.Popen[bytes]") -> None:
        """Start all of them."""
        self._zygote = zygote
        Thread(target=self._listen, daemon=True).start()
        # Reminders are claimed once or twice a run: whoever claims first ends itself over it.
        self.steps = [Step.REMINDERS_CLAIMED] * len(self.envs)
        self.steps += [step for step in Step if step is not Step.REMINDERS_CLAIMED]
        with self._lock:
            for env in self.envs:
                place = _Replica(env)
                self._places.append(place)
                self._start(place)

    def kill(self, chance: random.Random) -> None:
        """Kill one that runs, in the midst of whatever it does."""
        with self._lock:
            running = [one for one in self._places if not one.stopped]
            if running:
                self.kills += 1
                os.kill(chance.choice(running).pid, signal.SIGKILL)

    def stop(self, chance: random.Random) -> int | None:
        """Let one stand still; return which, None when all do."""
        with self._lock:
            running = [n for n, one in enumerate(self._places) if not one.stopped]
            if not running:
                return None
            number = chance.choice(running)
            self._places[number].stopped = True
            self.stops += 1
            os.kill(self._places[number].pid, signal.SIGSTOP)
        return number

    def go_on(self, number: int) -> None:
        """Let one that stood still go on, as if nothing had been."""
        with self._lock:
            self._places[number].stopped = False
            os.kill(self._places[number].pid, signal.SIGCONT)

    def unstepped(self) -> list[Step]:
        """Return the steps at which nobody has ended yet."""
        return [step for step in Step if step not in self.stepped]

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            self._closing = True
            for one in self._places:
                os.kill(one.pid, signal.SIGKILL)

    def _start(self, place: _Replica) -> None:
        place.step = self.steps.pop(0) if self.steps else None
        env = {**place.env, "POBOT_FAILPOINT": place.step or ""}
        log = str(self.folder / f"replica-{place.env['PORT']}.log")
        asked = orjson.dumps({"env": env, "log": log, "naive": self.naive})
        assert self._zygote.stdin is not None
        with self._told:
            self._zygote.stdin.write(asked + b"\n")
            self._zygote.stdin.flush()
            assert self._told.wait_for(lambda: self._pids, 60), "nothing was forked"
            place.pid = self._pids.pop()
        place.stopped = False

    def _listen(self) -> None:
        assert self._zygote.stdout is not None
        for line in self._zygote.stdout:
            told = cast("dict[str, int]", orjson.loads(line))
            if "pid" in told:
                with self._told:
                    self._pids.append(told["pid"])
                    self._told.notify_all()
            else:
                Thread(target=self._ended, args=(told["gone"], told["status"])).start()

    def _ended(self, pid: int, status: int) -> None:
        with self._lock:
            if self._closing:
                return
            place = next(one for one in self._places if one.pid == pid)
            if place.step is not None and status == KILLED:
                self.stepped[place.step] += 1
            elif place.step is not None:
                self.steps.insert(0, place.step)
            if status not in {KILLED, -signal.SIGKILL}:
                self.crashes.append(status)
            self._start(place)


@contextmanager
def running_replicas(envs: list[Env], folder: Path, *, naive: bool) -> Generator[Replicas]:
    """Run them while the block lasts."""
    command = [sys.executable, "-m", "tests.chaos.zygote"]
    pipe = subprocess.PIPE
    replicas = Replicas(envs, folder, naive)
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as zygote:  # noqa: S603
        try:
            replicas.begin(zygote)
            yield replicas
        finally:
            replicas.close()
            assert zygote.stdin is not None
            zygote.stdin.close()
            zygote.wait(30)
