"""The outlook in people's words: 「同速度的提案 10 件約 6 件成案，估 12/10–12/12」. Pure."""

from datetime import date

from handlers.petitions.rules.outlook import Outlook, Reason

OF = 10  # petitions


def outlook_words(outlook: Outlook) -> str:
    """Say in one line what is to be expected; "" where there is nothing to say."""
    settled = {
        Reason.UNSEEN: "",
        Reason.REACHED: "已達門檻",
        Reason.OVER: "附議期間已過",
        Reason.TOO_FEW: "附議還少，先不估",
    }
    if outlook.reason in settled:
        return settled[outlook.reason]
    return f"同速度的提案 {chance_words(outlook.chance)}成案{_when(outlook)}"


def chance_words(chance: float) -> str:
    """Say a chance as so many of ten petitions; never none and never all."""
    count = round(chance * OF)
    if count < 1:
        return f"{OF} 件不到 1 件"
    if count >= OF:
        return f"{OF} 件有 {OF - 1} 件以上"
    return f"{OF} 件約 {count} 件"


def _when(outlook: Outlook) -> str:
    first, last = outlook.reach_from, outlook.reach_to
    if first is None or last is None:
        return ""
    if first == last:
        return f"，估 {_day(first)}"
    return f"，估 {_day(first)}–{_day(last)}"


def _day(day: date) -> str:
    return f"{day.month}/{day.day}"
