"""Opening Join's client, and what `pobot doctor --live` asks Join."""

from bot.doctor import Finding
from bot.sources.errors import SourceError, Trouble
from bot.sources.fetching import Fetcher, trusted_hosts
from bot.sources.join.client import OFFICIAL_BASE, JoinClient
from bot.sources.join.records import Mark

NAME = "Join"
REMEDIES = {
    Trouble.UNREACHABLE: "請檢查連外網路與 JOIN_BASE",
    Trouble.BUSY: "Join 忙線或要我們等等，稍後再試",
    Trouble.FORBIDDEN: "請檢查 JOIN_BASE",
    Trouble.REFUSED: "Join 擋下了這台主機，請洽國發會",
}
OTHERWISE = "Join 可能改版了；可先用輸入的數字（37 現在 3,180），並通知維護的人"


def open_join(base: str) -> JoinClient:
    """Make the client for Join at an address; another address than the official may lie inside."""
    trusted = trusted_hosts(base, OFFICIAL_BASE)
    return JoinClient(base, Fetcher(trusted_hosts=trusted))


def examine_join(base: str) -> Finding:
    """Look at the list of what may be endorsed, once."""
    if not base:
        return Finding(NAME, "已關閉（JOIN_BASE=off），只用輸入的數字")
    try:
        listing = open_join(base).endorsing(Mark()).listing
    except SourceError as error:
        return Finding(NAME, error.reason, REMEDIES.get(error.trouble, OTHERWISE))
    return Finding(NAME, f"讀得到，附議中 {len(listing.petitions) if listing else 0} 件")
