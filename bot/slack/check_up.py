"""What `pobot doctor --live` asks Slack: the token, its scopes, where requests come in."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from bot.config import SlackSettings
from bot.doctor import Finding
from bot.slack.client import SlackClient, mark
from bot.slack.outcomes import SPEAKS_OF_TOKEN
from bot.slack.wire import SlackRefusalError

# All of docs/slack-manifest.json's; what each is for is told in docs/slack.md.
NEEDED = frozenset(
    {"app_mentions:read", "channels:history", "channels:manage", "channels:read", "chat:write"}
    | {
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
    }
    | {"im:write", "metadata.message:read", "mpim:history", "users:read", "users:read.email"}
)
TRIAL = {"text": "PO 小幫手的安裝測試，馬上就會收回，可以不理會。"}
CLOCK_MARGIN = timedelta(minutes=5)  # our clock against Slack's


def examine_slack(
    client: SlackClient, slack: SlackSettings, *, now: datetime, try_with: str = ""
) -> Iterator[Finding]:
    """Make harmless calls: nothing is sent, nothing is changed.

    Only with the e-mail address of somebody who agreed, `try_with`, two messages are sent there
    and taken back: what a repeat of Slack's own key does is documented nowhere.
    """
    try:
        yield _asked("Slack 帳號", lambda: _account(client))
        yield _asked("Slack 權限", lambda: _scopes(client))
        if slack.app_token:
            yield _asked("Slack Socket Mode", lambda: _socket(client, slack.app_token))
        if try_with:
            yield _asked("Slack 試送", lambda: _trial(client, try_with, now))
    finally:
        client.close()


def _asked(name: str, ask: Callable[[], Finding]) -> Finding:
    try:
        return ask()
    except SlackRefusalError as refusal:
        remedy = SPEAKS_OF_TOKEN.get(refusal.word, "請檢查 SLACK_BOT_TOKEN 與連外網路")
        return Finding(name, f"Slack 回答 {refusal.reason}", remedy)


def _account(client: SlackClient) -> Finding:
    me = client.identity()
    return Finding("Slack 帳號", f"{me.user}（工作區 {me.team}，{me.team_id}）")


def _scopes(client: SlackClient) -> Finding:
    scopes = client.identity().scopes
    if not scopes:
        return Finding("Slack 權限", "Slack 沒有說")
    missing = sorted(NEEDED - scopes)
    if not missing:
        return Finding("Slack 權限", "足夠")
    remedy = "請用 docs/slack-manifest.json 更新 App 後重新安裝"
    return Finding("Slack 權限", f"缺 {'、'.join(missing)}", remedy)


def _socket(client: SlackClient, app_token: str) -> Finding:
    client.open_socket(app_token)
    return Finding("Slack Socket Mode", "連得上")


def _trial(client: SlackClient, email: str, now: datetime) -> Finding:
    """Send the same twice, and look for it as is done before a second try."""
    channel = client.open_direct(client.person_with(email).user_id)
    key = str(uuid4())
    message = {**TRIAL, "client_msg_id": key, "metadata": mark(key)}
    sent = [client.post_message(channel, message) for _ in range(2)]
    found = client.find_posted(channel, key, since=now - CLOCK_MARGIN)
    for ts in dict.fromkeys(sent):
        client.delete_message(channel, ts)
    if not found:
        remedy = "請確認權限有 im:history 與 metadata.message:read，再重新安裝 App"
        return Finding("Slack 試送", "送得到，但找不回自己送的訊息", remedy)
    same = (
        "同一個鍵送兩次只有一則" if len(set(sent)) == 1 else "同一個鍵送兩次是兩則，靠查回來不重複"
    )
    return Finding("Slack 試送", f"送得到，也找得回來；{same}")
