"""docs/slack-manifest.json is what Slack takes, and asks for just what the code hears and calls."""

import copy
import json
import re
from pathlib import Path
from typing import cast

import pytest
from jsonschema import Draft7Validator

from bot.slack.check_up import NEEDED
from bot.slack.gestures import FIND, REGISTER
from bot.slack.receive import READERS, WORTH_A_LINE
from bot.slack.webhook import PATH
from tests.support.tree import code_files, read

HTTP, SOCKET = Path("docs/slack-manifest.json"), Path("docs/slack-manifest-socket.json")
# Slack's own names of events, for what the code reads as one.
NAMES = {"message": "message.im"}
HISTORY = {"channels:history", "groups:history", "im:history", "mpim:history"}
# What a method of the Web API needs; https://docs.slack.dev/reference/methods/
NEEDS = {
    "auth.test": set[str](),
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": HISTORY,
    "conversations.leave": {"channels:manage", "groups:write"},
    "conversations.open": {"im:write"},
    "conversations.replies": HISTORY,
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "users.info": {"users:read", "users:read.email"},
    "users.lookupByEmail": {"users:read.email"},
    "views.open": set[str](),
    "views.publish": set[str](),
}
# What hearing, commands, reading back our own metadata and `url_private_download` need.
BESIDE = {
    "app_mentions:read",
    "channels:read",
    "commands",
    "files:read",
    "groups:read",
    "metadata.message:read",
}


def manifest(path: Path) -> dict[str, object]:
    tree: dict[str, object] = json.loads(read(path))
    return tree


def at(tree: object, *names: str) -> object:
    found = tree
    for name in names:
        found = cast("dict[str, object]", found)[name]
    return found


def methods_called() -> set[str]:
    method = re.compile(r'"((?:chat|conversations|users|views|files|auth)\.[A-Za-z.]+)"')
    slack = [path for path in code_files("bot") if path.parts[1] == "slack"]
    return {name for path in slack for name in method.findall(read(path))}


def complaints(instance: str, version: str, shared_folder: Path) -> list[str]:
    """Return what Slack's own schema says of a manifest."""
    name = f"platform/specs/slack-manifest.schema.{version}.json"
    validator = Draft7Validator(json.loads((shared_folder / name).read_text("utf-8")))
    errors = validator.iter_errors(json.loads(instance))  # pyright: ignore[reportUnknownMemberType]
    return [error.message for error in errors]


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
@pytest.mark.parametrize("path", [HTTP, SOCKET], ids=["http", "socket"])
def test_slack_takes_it(path: Path, version: str, shared_folder: Path) -> None:
    assert complaints(read(path), version, shared_folder) == []


def test_the_schema_can_fail(shared_folder: Path) -> None:
    wrong = read(HTTP).replace('"name": "PO 小幫手"', f'"name": "{"字" * 36}"')
    assert len(complaints(wrong, "1.0.0", shared_folder)) == 1


def test_it_subscribes_to_what_is_heard_and_nothing_else() -> None:
    unasked = {"app_rate_limited", "channel_archive", "group_archive"}  # told anyway, or a reader's
    heard = {NAMES.get(name, name) for name in READERS} | (WORTH_A_LINE - unasked)
    events = at(manifest(HTTP), "settings", "event_subscriptions", "bot_events")
    assert cast("list[str]", events) == sorted(heard)


def test_it_asks_for_the_scopes_of_what_is_called_and_no_others() -> None:
    scopes = cast("list[str]", at(manifest(HTTP), "oauth_config", "scopes", "bot"))
    needed = BESIDE.union(*(NEEDS[name] for name in methods_called()))
    assert scopes == sorted(needed)
    assert needed >= NEEDED  # what `pobot doctor --live` looks for


def test_the_guide_gives_a_reason_for_each_scope() -> None:
    guide = read(Path("docs/slack.md"))
    scopes = cast("list[str]", at(manifest(HTTP), "oauth_config", "scopes", "bot"))
    assert [scope for scope in scopes if f"`{scope}`" not in guide] == []


def test_its_shortcuts_open_the_forms() -> None:
    shortcuts = cast("list[dict[str, str]]", at(manifest(HTTP), "features", "shortcuts"))
    assert {one["name"]: one["callback_id"] for one in shortcuts} == {
        "登記成案件": REGISTER,
        "找窗口": FIND,
    }


def test_every_address_is_the_one_that_listens() -> None:
    addresses = re.findall(r'"(https://[^"]*)"', read(HTTP))
    assert set(addresses) == {f"https://po.example.gov.tw{PATH}"}
    assert len(addresses) == 3


def test_in_socket_mode_the_addresses_are_gone_and_all_else_is_the_same() -> None:
    http, socket = manifest(HTTP), copy.deepcopy(manifest(SOCKET))
    for names in (("event_subscriptions",), ("interactivity",)):
        del cast("dict[str, object]", at(http, "settings", *names))["request_url"]
    for command in cast("list[dict[str, object]]", at(http, "features", "slash_commands")):
        del command["url"]
    cast("dict[str, object]", http["settings"])["socket_mode_enabled"] = True
    assert http == socket
