"""What of a paste was left out, in one sentence. Pure."""

from collections.abc import Iterator

from handlers.opinions.rules.counting import LONGEST, MOST, Intake

NAMED = 5  # places that are named one by one


def left_out(intake: Intake) -> str:
    """「1 則重複；第 3 則有手機號碼」; "" when everything was kept."""
    return "；".join(_parts(intake))


def _parts(intake: Intake) -> Iterator[str]:
    if intake.repeat_count:
        yield f"{intake.repeat_count} 則重複，同一人只算一次"
    for place, found in intake.personal[:NAMED]:
        yield f"第 {place} 則有{found.value}，我沒存，拿掉再貼"
    more = len(intake.personal) - NAMED
    if more > 0:
        yield f"另外 {more} 則也有個資，我沒存"
    if intake.too_long:
        yield f"{len(intake.too_long)} 則超過 {LONGEST:,} 字"
    if intake.over_count:
        yield f"一件最多收 {MOST} 則，多的 {intake.over_count} 則沒收"
