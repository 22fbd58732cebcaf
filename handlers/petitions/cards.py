"""What is shown about petitions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.message import Button, Card, Tone
from handlers.petitions.rules.news import News
from handlers.petitions.rules.outlook import Level, Outlook
from handlers.petitions.rules.outlook_words import outlook_words
from handlers.shared.official_text import LEAD_SENTENCE
from handlers.shared.petition_ends import JOIN_ONLY, Ends
from handlers.shared.petition_words import petition_line
from handlers.shared.roc_date import show_date, show_moment, taipei_date
from storage.records.cases import Case
from storage.records.duties import CaseEvent
from storage.records.petitions import CountSpan, Petition

BY_MACHINE = "機器推測，非國發會分案"


def counted_card(number: str, line: str, likely: str, note: str) -> Card:
    """Say what is known now, the typed count in it, and what is to be expected."""
    said = Card.sentence("".join((f"{number}：{line}。", f"{likely}。" if likely else "")))
    return replace(said, note=note)


def newer_card(number: str, known: Petition, *, now: datetime) -> Card:
    """Say that Join itself told a higher count not long ago, so nothing was changed."""
    seen_at = show_moment(known.counted_at or now, today=taipei_date(now))
    return Card.sentence(f"{number}：Join {seen_at} 已是 {known.endorse_count or 0:,} 份，沒有改。")


def address_of(petition: Petition) -> str:
    """Return where Join shows it."""
    return f"https://join.gov.tw/idea/detail/{petition.join_id}"


def title_of(petition: Petition) -> str:
    """Return its title, or what can be said while none is known."""
    return petition.title or "（題目還沒看到）"


def called_by(petition: Petition) -> str:
    """「健保卡換發」 in a sentence, with its marks; without a title 這件提點子."""
    return f"「{petition.title}」" if petition.title else "這件提點子"


def register_button(petition: Petition) -> Button:
    """Offer to register it."""
    title = f" {petition.title}" if petition.title else ""
    return Button("登記", f"登記 {address_of(petition)}{title}")


def verdict_buttons(petition: Petition) -> tuple[Button, ...]:
    """Ask whether it is the reader's agency's; the answer is told to nobody."""
    line = f"提點子歸屬 {address_of(petition)}"
    return Button("是", f"{line} 是"), Button("非本機關業務", f"{line} 否")


def follow_button(petition: Petition, count: int) -> Button:
    """「到4000叫我」."""
    return Button(f"到{count}叫我", f"追蹤 {address_of(petition)} 到 {count} 叫我")


def hidden_card(case: Case) -> Card:
    """Say of a 敏感 case only that there is something new."""
    number = case.number
    return Card.sentence(f"{number}：附議有新消息。", Button(f"看 {number}", f"案件 {number}"))


def news_card(
    petition: Petition,
    spans: Sequence[CountSpan],
    outlook: Outlook | None,
    news: News,
    *,
    now: datetime,
    ends: Ends = JOIN_ONLY,
) -> Card:
    """Tell of a threshold, a pace or a warning, and why the reader hears of it."""
    heads: list[str] = []
    if news.fell_from is not None:
        fallen = f"{news.fell_from:,} → {petition.endorse_count or 0:,} 份"
        heads.append(f"份數變少了：{fallen}，又不到門檻；成案日等 Join 的紀錄")
    if news.level is not Level.NONE:
        heads.append("可能成案，先留意" if news.level is Level.WATCH else "很可能成案，請先準備")
    if news.count is not None:
        heads.append(f"到 {news.count:,} 份了")
    if news.pace is not None and news.growth is not None:
        heads.append(f"一天多了 {news.growth:,} 份")
    line = petition_line(petition, spans, now=now, ends=ends)
    likely = outlook_words(outlook) if outlook is not None else ""
    head = "，".join(heads)
    mine = verdict_buttons(petition) if news.is_unasked and not petition.lead_codes else ()
    why = f"題目可能與貴機關有關（{BY_MACHINE}）；不想收：關閉預警" if mine else ""
    return Card(
        alt=f"提點子{head}",
        kind="提點子",
        tone=Tone.NOTICE if news.level is Level.ACT else Tone.CALM,
        title=title_of(petition),
        body="\n".join(f"{part}。" for part in (head, line, likely) if part),
        note=why,
        buttons=(*mine, register_button(petition)),
    )


def passed_card(petition: Petition, count: int, *, now: datetime) -> Card:
    """Tell that a petition that is no case passed."""
    sure = petition.passed_at is not None
    day = show_date(taipei_date(petition.passed_at or now), today=taipei_date(now))
    said = f"{day}成案（{'Join 紀錄' if sure else '暫定，待 Join 確認'}），{count:,} 份。"
    return Card(
        alt="提點子成案了",
        kind="提點子",
        title=title_of(petition),
        body=said,
        note=LEAD_SENTENCE,
        buttons=(register_button(petition),),
    )


def confirmed_card(case: Case, petition: Petition, typed: CaseEvent, *, now: datetime) -> Card:
    """Tell that Join has another day of 成案 than was typed, and that the dates follow it."""
    today = taipei_date(now)
    joins = show_date(taipei_date(petition.passed_at or now), today=today)
    typed_day = show_date(typed.on, today=today)
    said = f"{case.number}：成案日以 Join 的 {joins}為準（原記 {typed_day}），期限已重排。"
    return Card.sentence(said, Button("看期限", f"期限表 {case.number}"))
