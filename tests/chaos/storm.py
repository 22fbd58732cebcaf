"""People who type: each line is sent until it is acknowledged, and sometimes once more after."""

import hmac
import random
from base64 import b64encode
from dataclasses import dataclass, field
from threading import Event, Lock

import orjson
import urllib3

from bot.clock import SystemClock
from bot.message import Platform
from tests.bot.slack.events import event, headers_for
from tests.chaos.plan import Scale
from tests.chaos.world import Person, subject_of
from tests.test_process import SECRET

HTTP_OK = 200
ANSWER_SECONDS = 3.0  # as long as the platforms wait
PAUSE = 0.5
AGAIN = 0.3  # of the lines are sent again though they were acknowledged
Json = dict[str, object]


@dataclass
class Storm:
    """What was typed and acknowledged; safe to use from the talkers' threads."""

    scale: Scale
    ports: list[int]
    over: Event = field(default_factory=Event)  # nothing more is sent
    acknowledged: set[str] = field(default_factory=set[str])  # subjects
    sent: int = 0  # requests
    repeats: int = 0  # of what had been acknowledged
    _lock: Lock = field(default_factory=Lock)

    def talk(self, number: int, person: Person) -> None:
        """Type one line after the other, each once the one before was acknowledged."""
        chance = random.Random(f"{self.scale.seed}/talk/{number}")  # noqa: S311
        http = urllib3.PoolManager(retries=False, timeout=ANSWER_SECONDS)
        pause = self.scale.storm_seconds / self.scale.lines_each
        older: list[tuple[Json, int]] = []
        for line in range(self.scale.lines_each):
            content = _typed(person, number, line)
            tries = 0
            while not self._post(http, person, content, tries, chance):
                tries += 1
                if self.over.wait(PAUSE):
                    return
            with self._lock:
                self.acknowledged.add(subject_of(number, line))
            older.append((content, tries))
            if chance.random() < AGAIN:
                content, tries = chance.choice(older)
                with self._lock:
                    self.repeats += 1
                self._post(http, person, content, tries + 1, chance)
            if self.over.wait(chance.uniform(0, pause)):
                return

    def _post(
        self,
        http: urllib3.PoolManager,
        person: Person,
        content: Json,
        tries: int,
        chance: random.Random,
    ) -> bool:
        """Send one line to any replica; whether it was acknowledged."""
        with self._lock:
            self.sent += 1
        url = f"http://127.0.0.1:{chance.choice(self.ports)}"
        if person.platform is Platform.LINE:
            path, body, headers = _for_line(content, tries)
        else:
            path, body, headers = _for_slack(content, tries)
        try:
            return http.request("POST", url + path, body=body, headers=headers).status == HTTP_OK
        except urllib3.exceptions.HTTPError:
            return False


def _typed(person: Person, talker: int, line: int) -> Json:
    text = f"登記 {subject_of(talker, line)}"
    number = talker * 1000 + line
    if person.platform is Platform.SLACK:
        said: Json = {
            "type": "message",
            "channel_type": "im",
            "channel": f"D{person.user_id}",
            "user": person.user_id,
            "text": text,
            "ts": f"{int(_now())}.{number:06d}",
        }
        return event(said, event_id=f"Ev{number:012d}")
    return {
        "type": "message",
        "mode": "active",
        "timestamp": int(_now() * 1000),
        "source": {"type": "user", "userId": person.user_id},
        "webhookEventId": f"01J{number:023d}",
        "replyToken": f"token-{number}",
        "message": {"type": "text", "id": str(number), "text": text},
    }


def _for_line(content: Json, tries: int) -> tuple[str, bytes, dict[str, str]]:
    told = {**content, "deliveryContext": {"isRedelivery": tries > 0}}
    body = orjson.dumps({"destination": "U" + "f" * 32, "events": [told]})
    signature = b64encode(hmac.digest(SECRET.encode(), body, "sha256")).decode()
    return (
        "/line/webhook",
        body,
        {"x-line-signature": signature, "content-type": "application/json"},
    )


def _for_slack(content: Json, tries: int) -> tuple[str, bytes, dict[str, str]]:
    body = orjson.dumps(content)
    again = {"x-slack-retry-num": str(tries)} if tries else {}
    headers = {**headers_for(body, at=_now()), "content-type": "application/json", **again}
    return "/slack/events", body, headers


def _now() -> float:
    return SystemClock().now().timestamp()
