"""What is shown of 轉知. No command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.message import Button, Card, Fact, Item, Tone
from handlers.shared.handed import Handed
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.sources.rules.handed import Sifted, named
from storage.records.agencies import Agency
from storage.records.officers import Officer
from storage.records.posts import Post

SHOWN_TEXT = 300  # characters of what is passed on that a card shows; the rest is one tap away
SHOWN_TITLE = 60
PREVIEWED = 3  # posts of a file


def ask_need(number: int, post: Post) -> Card:
    """Ask how much what was pasted matters."""
    matter = f"看起來是{_matter(post)}，只留在本機關。" if post.matter else "只有貴機關看得到。"
    return Card(
        alt="收到了，要怎麼轉？",
        kind="轉知",
        flag="僅本機關",
        number=str(number),
        title=shown_title(post),
        body=f"{matter}轉給貴機關的 PO 時，要怎麼說？",
        buttons=(
            Button("需要處理", f"送轉知 {number} 需要處理", primary=True),
            Button("僅供參考", f"送轉知 {number} 僅供參考"),
        ),
    )


def ask_need_of_file(number: int, whole: Post, shown: str, handed: Handed, found: Sifted) -> Card:
    """Show what was read in a file, and ask how much it matters."""
    left_out = "、".join(f"{why} {count}" for why, count in found.left_out)
    notes = (
        f"沒收：{left_out}。" if left_out else "",
        f"一次讀一個；另外 {handed.others} 個檔案請分開傳。" if handed.others else "",
    )
    more = len(found.posts) - PREVIEWED
    return replace(
        ask_need(number, whole),
        title=f"讀到 {shown}",
        facts=(Fact("檔案", handed.name),),
        items=tuple(
            Item(named(post), f"還有 {more} 則" if more > 0 and at == PREVIEWED - 1 else "")
            for at, post in enumerate(found.posts[:PREVIEWED])
        ),
        note="".join(notes),
    )


def passed_on(names: Sequence[str], *, needs_action: bool) -> Card:
    """Say who was told."""
    how = "需要處理" if needs_action else "僅供參考"
    return Card.sentence(f"已私下轉給{'、'.join(names)}（{how}）。")


def was_passed_on(how: str) -> Card:
    """Say that it was passed on before."""
    return Card.sentence(f"這則已經轉過了（{how}），沒有再轉。")


def kept_for_self() -> Card:
    """Tell an officer that there is nobody else to be told."""
    return Card.sentence("貴機關的 PO 就是您，我收著；貴機關的輿情訂閱也會看到。")


def nobody(agency: Agency) -> Card:
    """Say that nobody of the agency can be told."""
    return Card.sentence(
        f"收著了，但{agency.short}的 PO 還沒用小幫手，請打電話給他。",
        Button(f"找 {agency.short}", f"找 {agency.name}"),
    )


def for_officer(number: int, post: Post, sender: Officer, role: str) -> Card:
    """Show an officer what a colleague of the own agency pasted."""
    facts = [Fact("誰轉的", f"{sender.shown_name}（{role}）" if role else sender.shown_name)]
    if post.matter:
        facts.append(Fact("性質", _matter(post), strong=True))
    if post.url and post.url != post.title:
        facts.append(Fact("網址", post.url))
    return Card(
        alt="有一則轉知，需要您處理" if post.needs_action else "有一則轉知，僅供參考",
        kind="轉知",
        flag="僅本機關",
        number=str(number),
        tone=Tone.NOTICE if post.needs_action else Tone.CALM,
        title=shown_title(post),
        facts=tuple(facts),
        body=_cut(post.text),
        note=_what_next(number, post),
        buttons=_buttons(number, post),
    )


def _what_next(number: int, post: Post) -> str:
    if post.matter:
        return (
            f"{_matter(post)}只留在本機關。要給別的機關，輸入「轉出 {number} 機關名」，再確認一次。"
        )
    return "需要您做事。" if post.needs_action else "僅供參考，不必回。"


def _buttons(number: int, post: Post) -> tuple[Button, ...]:
    # A case may be seen by other agencies: what must stay here is not offered to be one.
    may_be_case = post.needs_action and not post.matter
    case = (Button("登記成案件", f"登記 {shown_title(post)}"),) if may_be_case else ()
    cut = len(post.text) > SHOWN_TEXT
    return (*case, *((Button("看全部", f"轉知 {number}"),) if cut else ()))


def ask_out(number: int, post: Post, agency: Agency) -> Card:
    """Ask once more before anything leaves the agency."""
    matter = f"這是{_matter(post)}。" if post.matter else ""
    return Card(
        alt="轉出前再確認",
        kind="轉出",
        flag="僅本機關",
        tone=Tone.URGENT if post.matter else Tone.NOTICE,
        title=f"轉出給{agency.short}的 PO？",
        facts=(Fact("哪一則", shown_title(post)),),
        body=f"{matter}按下去，對方會看到全文；不能收回。",
        buttons=(
            Button("確認轉出", f"確認轉出 {number} {agency.name}"),
            Button("先不要", f"轉知 {number}", primary=True),
        ),
    )


def from_outside(post: Post, sender: Officer, agency: Agency) -> Card:
    """Show an officer of another agency what was passed on to them."""
    facts = [Fact("誰轉的", f"{agency.short} {sender.shown_name}")]
    if post.matter:
        facts.append(Fact("性質", _matter(post), strong=True))
    if post.url:
        facts.append(Fact("網址", post.url))
    return Card(
        alt=f"{agency.short}轉來一則訊息",
        kind="轉知",
        flag="請勿轉傳",
        title=shown_title(post),
        facts=tuple(facts),
        body=_cut(post.text),
        note=f"要回覆，請直接找{agency.short}。",
        buttons=(Button(f"找 {agency.short}", f"找 {agency.name}"),),
    )


def passed_out(agency: Agency, name: str) -> Card:
    """Say that it left the agency, and to whom."""
    return Card.sentence(f"已轉出給{agency.short} {name}，並記進稽核紀錄。")


def whole(number: int, post: Post) -> Card:
    """Show all of what was pasted, to the own agency."""
    return Card(
        alt=f"轉知 {number}",
        kind="轉知",
        flag="僅本機關",
        number=str(number),
        title=shown_title(post),
        facts=(Fact("網址", post.url),) if post.url else (),
        body=post.text,
    )


def recent(posts: Sequence[Post], *, now: datetime) -> Card:
    """List what was pasted last in the agency."""
    today = taipei_date(now)
    return Card(
        alt="最近的轉知",
        kind="轉知",
        flag="僅本機關",
        items=tuple(
            Item(
                f"{post.id}　{shown_title(post)}",
                _told(post, show_moment(post.received_at, today=today)),
            )
            for post in posts
        ),
        body="" if posts else "還沒有轉知。",
        note="貼上就轉：轉知 <文字或網址>",
        buttons=tuple(Button(f"看 {post.id}", f"轉知 {post.id}") for post in posts[:4]),
    )


def _told(post: Post, at: str) -> str:
    how = "需要處理" if post.needs_action else ""
    return "，".join(filter(None, (at, _matter(post), how)))


def shown_title(post: Post) -> str:
    """Return the title, or how the text begins."""
    words = post.title or post.text or post.url
    return words if len(words) <= SHOWN_TITLE else f"{words[: SHOWN_TITLE - 1]}…"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT]}…"


def _matter(post: Post) -> str:
    return {"索資": "委員索資", "質詢": "質詢", "國會": "國會的事"}.get(post.matter, "")
