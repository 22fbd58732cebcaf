"""What the holder can pass on to the speakers of a meeting, who are not in the system. Pure."""

from datetime import date, timedelta

from handlers.shared.roc_date import show_date
from storage.records.duties import Duty
from storage.records.rules import Event

PASTE = "下面那段可以直接貼給發言人。"
ONE_DAY = timedelta(days=1)


def is_for_speakers(duty: Duty | None) -> bool:
    """Whether speakers have until then to read their own words."""
    return duty is not None and duty.event is Event.MAILED


def public_on(duty: Duty) -> date:
    """Return the day from which a transcript may be public: the one after the last of editing."""
    return duty.last_on + ONE_DAY


def speakers_text(subject: str, duty: Duty, *, today: date) -> str:
    """Write what the holder pastes: until when, and that it is not public before."""
    about = f"「{subject}」的" if subject else ""
    last = show_date(duty.last_on, today=today)
    by = f"請在今天 {last}" if duty.last_on == today else f"請於 {last}前"
    public = show_date(public_on(duty), today=today)
    return (
        f"各位好，{about}逐字稿已寄給各位，請核對自己的發言，要修改的{by}回覆；"
        f"沒有回覆就照現在的文字，{public}起公開。公開前請勿外傳，謝謝！"
    )
