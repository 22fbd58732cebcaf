"""Opening the gazette's client, and what `pobot doctor --live` asks the gazette."""

from bot.doctor import Finding
from bot.sources.errors import SourceError, Trouble
from bot.sources.fetching import Fetcher, trusted_hosts
from bot.sources.gazette.client import OFFICIAL_BASE, GazetteClient
from bot.sources.join.records import Mark

NAME = "公報"
REMEDIES = {
    Trouble.UNREACHABLE: "請檢查連外網路與 GAZETTE_BASE",
    Trouble.BUSY: "公報資訊網忙線，稍後再試",
    Trouble.FORBIDDEN: "請檢查 GAZETTE_BASE",
    Trouble.REFUSED: "公報資訊網擋下了這台主機",
}
OTHERWISE = "公報資訊網可能改版了；預告可先用輸入的（預告 草案名稱 2/1 到 4/2），並通知維護的人"


def open_gazette(base: str) -> GazetteClient:
    """Make the client for the gazette at an address; another than the official may lie inside."""
    trusted = trusted_hosts(base, OFFICIAL_BASE)
    return GazetteClient(base, Fetcher(trusted_hosts=trusted, plain_chain=True))


def examine_gazette(base: str) -> Finding:
    """Look at the latest issue, once."""
    if not base:
        return Finding(NAME, "已關閉（GAZETTE_BASE=off），只用輸入的預告")
    try:
        issue = open_gazette(base).latest(Mark()).issue
    except SourceError as error:
        return Finding(NAME, error.reason, REMEDIES.get(error.trouble, OTHERWISE))
    return Finding(NAME, f"讀得到，最新一期有草案預告 {len(issue.drafts) if issue else 0} 件")
