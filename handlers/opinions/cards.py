"""Opinions in Chinese, one to one only: people before comments, nobody's name, no abuse."""

from collections.abc import Iterator, Sequence

from bot.message import Button, Card, Fact, Item
from handlers.opinions.rules.counting import Row, Tally
from handlers.opinions.rules.paging import Page
from handlers.opinions.rules.response import Draft
from handlers.opinions.rules.summary import Phrase, quoted
from handlers.shared.decency import guarded
from handlers.shared.due_words import day_words, safe_words
from storage.records.cases import Case
from storage.records.opinions import Opinion, Side, Verdict

KIND = "意見"
SHOWN = 5  # rows on a card
QUOTE = 70  # characters of an opinion in a list
REASON = 40  # characters of a reason in a list
LONGEST_BODY = 600  # characters of one opinion on its card; all of it is in the table
LONGEST_LINE = 200  # characters of a text that a button can carry
GONE = "（文字已過保存期限）"


def ref(case: Case, serial: int) -> str:
    """「115-0037-3」, as it is typed back by a button."""
    return f"{case.number}-{serial}"


def taken_card(case: Case, new_count: int, left_out: str, counted: Tally) -> Card:
    """Confirm what a paste brought."""
    more = f"（{left_out}）" if left_out else ""
    return Card(
        alt=f"{case.number} 收下 {new_count} 則意見",
        kind=KIND,
        number=case.number,
        title=f"收下 {new_count} 則{more}",
        body=f"目前 {counted.words}。",
        note="名字不留，只記「網友1」這樣的代號；內容只給有分工的機關私下看。",
        buttons=(
            Button("看摘要", f"意見摘要 {case.number}", primary=True),
            Button("逐則回應", f"意見 {case.number} 未回"),
        ),
    )


def ask_card(case: Case, text: str) -> Card:
    """Ask whether one plain line is to be kept."""
    line = f"收意見 {case.number} {text}"
    keep = (Button("收下", line, primary=True),) if len(line) <= LONGEST_LINE else ()
    return Card(
        alt=f"{case.number} 要收下這一則嗎",
        kind=KIND,
        number=case.number,
        body=f"要把這句收成一則意見嗎？\n「{quoted(text)}」",
        note="還沒有收。也可以打「收意見」加案號，再貼上。",
        buttons=(*keep, Button("看意見", f"意見 {case.number}")),
    )


def list_card(case: Case, rows: Sequence[Row], counted: Tally, page: Page) -> Card:
    """Show five rows; those that share an answer are one."""
    wanted = [r for r in rows if not (page.waiting_only and r.head.is_decided)]
    left = [r for r in wanted if r.head.serial >= page.first]
    shown, more = left[:SHOWN], left[SHOWN:]
    first = next((r.head for r in shown if not r.head.is_decided), None)
    nothing = "都回好了。" if page.waiting_only else "後面沒有了。"
    return Card(
        alt=f"{case.number} 的意見",
        kind=KIND,
        number=case.number,
        title=f"{counted.words}，已回 {counted.answered} 則",
        items=tuple(_item(row) for row in shown),
        body="" if shown else nothing,
        note=f"回應：{_example(case, first)}" if first else "",
        buttons=tuple(_list_buttons(case, more, counted, page, first)),
    )


def _list_buttons(
    case: Case, more: Sequence[Row], counted: Tally, page: Page, first: Opinion | None
) -> Iterator[Button]:
    if first is not None:
        yield Button(f"回第 {first.serial} 則", f"意見 {ref(case, first.serial)}", primary=True)
    if more:
        which = "未回 " if page.waiting_only else ""
        yield Button("再看 5 則", f"意見 {case.number} {which}第{more[0].head.serial}則起")
    if counted.is_complete:
        yield Button("綜整回應", f"綜整回應 {case.number}", primary=True)
    yield Button("下載表格", f"參採表 {case.number}")


def _example(case: Case, one: Opinion) -> str:
    return f"不採納 {ref(case, one.serial)} 理由（或採納、部分採納；相同的先併入）"


def _item(row: Row) -> Item:
    head = row.head
    side = f"・{head.side.value}" if head.side is not Side.UNSAID else ""
    merged = "、".join(str(one.serial) for one in row.merged)
    also = f"・併 {merged}（共 {row.people} 人）" if row.merged else ""
    text = quoted(head.text, QUOTE) if head.text else GONE
    return Item(f"{head.serial}　{head.label}{side}{also}", f"{text}{_answer(head)}")


def _answer(head: Opinion) -> str:
    if head.verdict is not None:
        reason = f"：{quoted(head.reason, REASON)}" if head.reason else ""
        return f"\n→ {head.verdict.value}{reason}"
    return f"\n→ 先回：{quoted(head.first_reply, REASON)}" if head.first_reply else ""


def one_card(case: Case, row: Row, counted: Tally, alike: Sequence[Opinion]) -> Card:
    """Show one opinion in full, with what was merged into it and what was answered."""
    head = row.head
    text = guarded(head.text) or GONE
    cut = text if len(text) <= LONGEST_BODY else f"{text[:LONGEST_BODY]}…"
    return Card(
        alt=f"{case.number} 第 {head.serial} 則意見",
        kind=KIND,
        number=case.number,
        title=f"第 {head.serial} 則　{head.label}",
        facts=(*_facts(row), *_alike_fact(alike)),
        body=cut,
        note=f"不採納、部分採納要寫理由：不採納 {ref(case, head.serial)} 理由",
        buttons=tuple(_one_buttons(case, head, counted, alike)),
    )


def _alike_fact(alike: Sequence[Opinion]) -> Iterator[Fact]:
    if alike:
        yield Fact("很像", "、".join(f"第{one.serial}則" for one in alike))


def _one_buttons(
    case: Case, head: Opinion, counted: Tally, alike: Sequence[Opinion]
) -> Iterator[Button]:
    if head.verdict is None:
        yield Button(Verdict.ADOPTED.value, f"採納 {ref(case, head.serial)}", primary=True)
    if alike:
        serials = "、".join(str(one.serial) for one in alike)
        line = f"併入 {case.number}-{serials} 到 {ref(case, head.serial)}"
        yield Button(f"併入第 {serials} 則", line)
    if head.verdict is None:
        yield Button("看其他", f"意見 {case.number} 第{head.serial + 1}則起")
        yield Button("看進度", f"意見 {case.number}")
    else:
        yield Button(counted.progress, f"意見 {case.number} 未回", primary=True)


def _facts(row: Row) -> Iterator[Fact]:
    head = row.head
    if row.merged:
        serials = "、".join(f"第{one.serial}則" for one in row.merged)
        yield Fact("併入", f"{serials}，共 {row.people} 人")
    if head.side is not Side.UNSAID:
        yield Fact("立場", head.side.value)
    if head.first_reply:
        yield Fact("先回", head.first_reply)
    if head.verdict is not None:
        yield Fact("參採", f"{head.verdict.value}{f'：{head.reason}' if head.reason else ''}")


def decided_card(case: Case, rows: Sequence[Row], counted: Tally, waiting: Row | None) -> Card:
    """Confirm what becomes of opinions, and show which one waits next."""
    head = rows[0].head
    verdict = head.verdict.value if head.verdict else ""
    serials = "、".join(str(one.serial) for row in rows for one in row.all)
    following = waiting.head if waiting is not None else None
    return Card(
        alt=f"{case.number} {counted.progress}",
        kind=KIND,
        number=case.number,
        title=f"第 {serials} 則　{verdict}",
        body=head.reason,
        facts=(Fact("進度", counted.progress),),
        items=(_item(waiting),) if waiting is not None else (),
        note="再打一次就改掉原來的。",
        buttons=(
            (
                Button(f"回第 {following.serial} 則", f"意見 {ref(case, following.serial)}"),
                Button("看全部", f"意見 {case.number}"),
            )
            if following is not None
            else (
                Button("綜整回應", f"綜整回應 {case.number}", primary=True),
                Button("下載表格", f"參採表 {case.number}"),
            )
        ),
    )


def replied_card(case: Case, serials: str, reply: str, counted: Tally) -> Card:
    """Confirm a first reply."""
    return Card(
        alt=f"{case.number} 先行回應記下了",
        kind=KIND,
        number=case.number,
        title=f"第 {serials} 則先回了",
        body=reply,
        facts=(Fact("進度", counted.progress),),
        note="只是記下來，請您自己上網回；期滿後仍要綜整。",
        buttons=(Button("看意見", f"意見 {case.number} 未回"),),
    )


def merged_card(case: Case, row: Row, counted: Tally) -> Card:
    """Confirm which opinions share an answer now."""
    serials = "、".join(str(one.serial) for one in row.all)
    together = f"第 {serials} 則一起回，共 {row.people} 人"
    alone = f"第 {row.head.serial} 則自己一列"
    return Card(
        alt=f"{case.number} 併好了",
        kind=KIND,
        number=case.number,
        title=together if row.merged else alone,
        facts=(Fact("進度", counted.progress),),
        items=(_item(row),),
        note=f"回一次就好：採納 {ref(case, row.head.serial)}" if row.merged else "",
        buttons=(Button("看意見", f"意見 {case.number} 未回", primary=True),),
    )


def summary_card(
    case: Case, counted: Tally, phrases: Sequence[Phrase], posts: Sequence[Opinion]
) -> Card:
    """The early summary: counts, what people often say, and three posts in their own words."""
    return Card(
        alt=f"{case.number} 意見摘要",
        kind="意見摘要",
        number=case.number,
        title=f"{counted.words}，已回 {counted.answered} 則",
        facts=tuple(_summary_facts(counted, phrases)),
        items=tuple(Item(f"{one.serial}　{one.label}", quoted(one.text)) for one in posts),
        note="只列數字，不代表民意。單純的誤會可先澄清：先回 案號-第幾則 文字",
        buttons=(
            Button("逐則回應", f"意見 {case.number} 未回", primary=True),
            Button("下載表格", f"參採表 {case.number}"),
        ),
    )


def _summary_facts(counted: Tally, phrases: Sequence[Phrase]) -> Iterator[Fact]:
    yield Fact("來源", "、".join(f"{s.value} {n}" for s, n in sorted(counted.sources.items())))
    if counted.for_count or counted.against_count:
        unsaid = counted.people - counted.for_count - counted.against_count
        told = f"贊成 {counted.for_count} 人、反對 {counted.against_count} 人、未表明 {unsaid} 人"
        yield Fact("立場", told)
    if phrases:
        yield Fact("常提到", "、".join(f"{p.words}（{p.people} 人）" for p in phrases))


def draft_card(case: Case, draft: Draft, text: str, counted: Tally, left: str) -> Card:
    """綜整回應: the text lies beside the card, to be copied."""
    waits = counted.comments - counted.answered
    return Card(
        alt=f"{case.number} 綜整回應草稿",
        kind="綜整回應",
        number=case.number,
        title="草稿擬好了" if not waits else f"草稿擬好了，還有 {waits} 則未回",
        facts=tuple(_draft_facts(draft, counted, left)),
        body="簽和上網的回應在下面，複製後請自行核對。",
        copy_text=text,
        buttons=(
            Button("下載表格", f"參採表 {case.number}", primary=not waits),
            *((Button("回剩下的", f"意見 {case.number} 未回", primary=True),) if waits else ()),
        ),
    )


def _draft_facts(draft: Draft, counted: Tally, left: str) -> Iterator[Fact]:
    yield Fact("意見", counted.words)
    made = "、".join(f"{v.value} {counted.verdicts[v]}" for v in Verdict if v in counted.verdicts)
    if made:
        yield Fact("參採", made)
    if draft.duty is None:
        yield Fact("期限", "還沒記期滿日，記了才算得出來")
        return
    safe = safe_words(draft.duty, today=draft.today)
    parts = (day_words(draft.duty, today=draft.today), safe, left)
    yield Fact("期限", "，".join(part for part in parts if part), strong=True)
