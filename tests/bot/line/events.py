"""Webhook events as LINE sends them."""

import json
from base64 import b64encode
from collections.abc import Mapping
from hmac import digest

GROUP_ID = "C" + "a" * 32
ROOM_ID = "R" + "b" * 32
USER_ID = "U" + "c" * 32
BOT_ID = "U" + "d" * 32
SECRET = "the channel secret of no channel"  # noqa: S105
SENT_AT_MS = 1796270400000  # 2026-12-03 04:00 UTC
IN_GROUP = {"type": "group", "groupId": GROUP_ID, "userId": USER_ID}
IN_ROOM = {"type": "room", "roomId": ROOM_ID, "userId": USER_ID}
ONE_TO_ONE = {"type": "user", "userId": USER_ID}

Event = dict[str, object]


def event(kind: str, source: Mapping[str, object] = IN_GROUP, **more: object) -> Event:
    return {
        "type": kind,
        "mode": "active",
        "timestamp": SENT_AT_MS,
        "source": dict(source),
        "webhookEventId": "01HF0000000000000000000001",
        "deliveryContext": {"isRedelivery": False},
        **more,
    }


def said(text: str, source: Mapping[str, object] = IN_GROUP, **more: object) -> Event:
    message: Event = {"type": "text", "id": "468789577898262530", "quoteToken": "q", "text": text}
    if "mention" in more:
        message["mention"] = more.pop("mention")
    return event("message", source, message=message, **{"replyToken": "8" * 32, **more})


def body_of(*events: object) -> bytes:
    return json.dumps({"destination": BOT_ID, "events": list(events)}).encode()


def sign(body: bytes, secret: str = SECRET) -> str:
    return b64encode(digest(secret.encode(), body, "sha256")).decode()
