"""What an operator reads after a file of posts was taken. Pure."""

from bot.sources.vendors import Kept, Refused

NAMED = 20  # rows that are named one by one
WORDS = {
    "posted_at: more than 90 days ago": "超過 90 天，不收",
    "source: switched off": "這個來源停用了",
    "source: too many": "來源太多種了，請檢查「來源」欄",
}


def imported(vendor: str, kept: Kept) -> str:
    """Say how many posts are new, how many were there, and which rows were left out and why."""
    lines = [f"{vendor}：新的 {kept.new_count} 則，已經有的 {kept.known_count} 則"]
    if kept.refused:
        lines.append(f"沒收 {len(kept.refused)} 列：")
        lines += [_row(one) for one in kept.refused[:NAMED]]
    if len(kept.refused) > NAMED:
        lines.append(f"……還有 {len(kept.refused) - NAMED} 列")
    return "\n".join(lines)


def _row(one: Refused) -> str:
    return f"第 {one.place} 列：{WORDS.get(one.reason, one.reason)}"
