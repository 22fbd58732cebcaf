"""What `pobot doctor --live` asks LINE: credentials, webhook, quota; and it sets the menu up."""

from collections.abc import Callable, Iterator

from bot.doctor import Finding, judge_quota
from bot.line.client import LineClient
from bot.line.refusal import LineRefusalError
from bot.line.rich_menu import put_rich_menu
from bot.line.webhook import PATH


def examine_line(client: LineClient, public_base_url: str) -> Iterator[Finding]:
    """Make harmless calls; only the rich menu is changed, and only when it is not ours yet."""
    yield _asked("LINE 帳號", lambda: _account(client))
    yield _asked("LINE webhook", lambda: _webhook(client, public_base_url))
    yield _asked("LINE 推播額度", lambda: _quota(client))
    yield _asked("LINE 選單", lambda: _menu(client))


def _asked(name: str, ask: Callable[[], Finding]) -> Finding:
    try:
        return ask()
    except LineRefusalError as refusal:
        remedy = "請檢查 LINE_CHANNEL_ACCESS_TOKEN 與連外網路"
        return Finding(name, f"LINE 回答 {refusal.status or '不了'}（{refusal.reason}）", remedy)


def _account(client: LineClient) -> Finding:
    info = client.bot_info()
    return Finding("LINE 帳號", f"{info.display_name}（{info.basic_id}）")


def _webhook(client: LineClient, public_base_url: str) -> Finding:
    address, wanted = client.webhook_address(), public_base_url + PATH
    if address == wanted:
        return Finding("LINE webhook", address)
    remedy = f"請在 LINE Developers 的 Webhook URL 填 {wanted}"
    return Finding("LINE webhook", address or "沒有設定", remedy)


def _quota(client: LineClient) -> Finding:
    quota = client.quota()
    return judge_quota(quota.limit, quota.used)


def _menu(client: LineClient) -> Finding:
    changed = put_rich_menu(client)
    return Finding("LINE 選單", "已設好" if changed else "已是最新")
