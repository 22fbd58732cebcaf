"""協調單 and 點名, in Chinese: side by side, in no order of merit, blaming nobody."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.message import Button, Card, Fact, Item
from handlers.coordination.rules.conclusions import row_words, what_words
from handlers.coordination.rules.progress import Counts
from handlers.coordination.rules.questions import CHOICES, Question
from handlers.coordination.rules.sheet_words import (
    conclusion_lines,
    entry_lines,
    now_lines,
    position_words,
    settled_words,
    sheet_text,
    stands_at,
)
from handlers.coordination.rules.views import (
    AnswersView,
    Look,
    SheetView,
    answer_line,
    confirm_line,
    due_typed,
)
from handlers.shared.official_text import LEAD_SENTENCE
from handlers.shared.roc_date import show_date, show_moment
from storage.records.coordination import (
    Agreed,
    AnswerKind,
    Level,
    LevelMove,
    Position,
    RollCall,
    Sheet,
    Stance,
)

SHOWN = 5  # lines on a card; the rest stands in the text beside it
LONGEST_ITEM = 110  # characters of an item; a longer one stands in full beside the card
KIND = "協調單"
ROLL = "點名"


def sheet_card(view: SheetView, *, body: str = "") -> Card:
    """The sheet of a case, for the agencies in it and 國發會, one to one."""
    look = view.look
    facts = [*now_lines(view), *conclusion_lines(view)]
    entries = entry_lines(view)
    too_long = len(entries) > SHOWN or any(len(text) > LONGEST_ITEM for _, text in entries)
    return Card(
        alt=f"{look.number} 協調單",
        kind=KIND,
        number=look.case.number,
        flag=stands_at(view.sheet),
        title=look.case.subject,
        facts=tuple(Fact(label, text) for label, text in facts[:SHOWN]),
        items=tuple(Item(name, text) for name, text in entries[:SHOWN]),
        body=body,
        note=f"{LEAD_SENTENCE}。",
        buttons=tuple(_sheet_buttons(view)),
        copy_text=sheet_text(view) if too_long or view.moves or len(facts) > SHOWN else "",
    )


def _sheet_buttons(view: SheetView) -> Iterator[Button]:
    number = view.look.case.number
    if view.waits_for_own:
        yield Button("確認結論", confirm_line(view.look, view.sheet), primary=True)
    if view.own_id is not None:
        yield Button("填我們的部分", f"分工意見 {number}", primary=not view.rows)
    if view.rows:
        yield Button("結論簽稿", f"協調簽稿 {number}")
    else:
        yield Button("提結論", f"協調結論 {number}")
    if view.may_move_to is not None:
        yield Button(f"送{view.may_move_to.value}", f"送協調 {number} {view.may_move_to.value}")


def positions_card(look: Look, position: Position, *, waits_for_word: bool) -> Card:
    """Confirm what the speaker's agency states."""
    said, number = position_words(position, today=look.today), look.case.number
    more = "" if position.grounds else "還可以補依據：再打一次，後面加「依據 …」。"
    refuse = position.stance is Stance.NOT_OURS and waits_for_word
    word = (Button("分工上也表示", f"確認 {number} 非本機關"),) if refuse else ()
    return Card(
        alt=f"{look.number} 已記下",
        kind=KIND,
        number=number,
        title=f"{look.named(position.agency_id)}的部分記下了",
        body=f"{said}。{more}",
        note=f"只有這一件的機關和國發會看得到。{LEAD_SENTENCE}。",
        buttons=(Button("看協調單", f"協調單 {number}", primary=not refuse), *word),
    )


def move_preview(look: Look, level: Level, reason: str, note: str) -> Card:
    """Ask once more before a step is taken: others are told."""
    number = look.case.number
    return Card(
        alt=f"{look.number} 送出前看一下",
        kind=KIND,
        number=number,
        title=f"請{level.value}協調？",
        body=f"原因：{reason}",
        note=note,
        buttons=(
            Button("送出", f"送協調 {number} {level.value} 確定 {reason}", primary=True),
            Button("先不要", f"協調單 {number}"),
        ),
    )


def moved_notice(look: Look, move: LevelMove) -> Card:
    """Tell an agency that the coordination went a step on."""
    due = f"，預定 {show_date(move.due_on, today=look.today)}前談妥" if move.due_on else ""
    told = f"{look.named(move.agency_id)}送請{move.level.value}協調{due}。原因：{move.reason}"
    return _notice(look, told, Button("看協調單", f"協調單 {look.case.number}", primary=True))


def rows_preview(look: Look, rows: Sequence[Agreed], text: str) -> Card:
    """Show a conclusion before the agencies named in it are asked."""
    number = look.case.number
    return Card(
        alt=f"{look.number} 結論送出前看一下",
        kind=KIND,
        number=number,
        title="這樣寫，請各機關確認？",
        body="\n".join(f"・{row_words(row, look.agencies, today=look.today)}" for row in rows),
        note="送出後，各機關各按一次確認；都確認了才算，寫進案件歷程。",
        buttons=(
            Button("送出", f"協調結論 {number} 確定 {text}", primary=True),
            Button("先不要", f"協調單 {number}"),
        ),
    )


def rows_notice(look: Look, sheet: Sheet, rows: Sequence[Agreed], own_id: int) -> Card:
    """Ask an agency to confirm its rows."""
    mine = [row for row in rows if row.agency_id == own_id]
    told = "；".join(what_words(row, today=look.today) for row in mine)
    number = look.case.number
    return _notice(
        look,
        f"協調結論裡貴機關的部分：{told}。這樣可以嗎？",
        Button("確認", confirm_line(look, sheet), primary=True),
        Button("有意見", f"協調異議 {number}"),
        Button("看協調單", f"協調單 {number}"),
    )


def rewritten_notice(look: Look) -> Card:
    """Tell an agency that the new conclusion has nothing for it to do."""
    told = f"{look.number} 的協調結論改寫了，這次沒有貴機關的部分。"
    return _notice(look, told, Button("看協調單", f"協調單 {look.case.number}", primary=True))


def settled_notice(look: Look, rows: Sequence[Agreed], sheet: Sheet) -> Card:
    """Tell that all agencies confirmed, or what one alone takes upon itself."""
    number = look.case.number
    draft = Button("結論簽稿", f"協調簽稿 {number}", primary=True)
    see = Button("看協調單", f"協調單 {number}")
    return _notice(look, settled_words(look, rows, sheet), draft, see)


def objection_notice(look: Look, agency_id: int, text: str) -> Card:
    """Tell who proposed a conclusion what an agency would rather have."""
    told = f"{look.named(agency_id)}對結論有意見：{text}。談好後重新提一次結論就可以。"
    return _notice(look, told, Button("看協調單", f"協調單 {look.case.number}", primary=True))


def paper_card(look: Look, text: str, *, settled: bool) -> Card:
    """Hand over the 簽, to be copied."""
    body = "協調結論擬好了，可以複製。" if settled else "這是草案，還有機關沒確認。"
    return Card(
        alt=f"{look.number} 結論簽稿",
        kind="簽稿",
        number=look.case.number,
        body=body,
        copy_text=text,
        buttons=(Button("看協調單", f"協調單 {look.case.number}"),),
    )


def ask_preview(look: Look, question: Question, names: Sequence[str], unreached: str) -> Card:
    """Show a roll-call before it goes out."""
    number = look.case.number
    due = show_moment(question.due_at, today=look.today)
    typed = f"{question.text} {due_typed(question)}"
    why = "還沒有加人，看不到這一件" if look.is_hidden else "沒有人在用小幫手"
    absent = f"{why}：{unreached}，請打電話。" if unreached else ""
    return Card(
        alt=f"{look.number} 點名送出前看一下",
        kind=ROLL,
        number=number,
        title=question.text,
        facts=(Fact("問", "、".join(names)), Fact("期限", f"{due}前")),
        body=absent,
        note="私下問各機關的承辦，上班時間送；還沒答的前一個工作天提一次。",
        buttons=(
            Button("送出", f"點名 {number} 確定 {typed}", primary=True),
            Button("先不要", f"案件 {number}"),
        ),
    )


def question_card(look: Look, roll: RollCall, *, nudge: bool = False) -> Card:
    """Ask an agency, one to one. Of a 敏感 case only the number is told."""
    number = look.case.number
    if look.is_hidden:
        see = Button("看題目", f"點名題目 {number} 第{roll.serial}題", primary=True)
        return _notice(look, "有一題想請您回答。", see, kind=ROLL)
    asked = f"{look.named(roll.agency_id)}想請問" + ("（再提一次）" if nudge else "")
    return Card(
        alt=f"{look.number} 有一題請您回答",
        kind=ROLL,
        number=number,
        title=f"{asked}：{roll.question}",
        facts=(Fact("期限", f"{show_moment(roll.due_at, today=look.today)}前"),),
        note=f"一句話就好：{answer_line(look, roll)} …　只有對方看得到您的回答。",
        buttons=answer_buttons(look, roll),
    )


def withdrawn_notice(look: Look, roll: RollCall) -> Card:
    """Tell who was asked that no answer is needed any more."""
    told = f"{look.named(roll.agency_id)}把「{roll.question}」收回了，不用答，謝謝。"
    return _notice(look, told, kind=ROLL)


def answer_buttons(look: Look, roll: RollCall) -> tuple[Button, ...]:
    """What may be answered by one tap."""
    begin = f"答點名 {look.case.number} 第{roll.serial}題"
    if roll.kind is AnswerKind.ATTENDANCE:
        return tuple(Button(c, f"{begin} {c}", primary=c == CHOICES[0]) for c in CHOICES)
    return (Button("寫回答", begin, primary=True), Button("還在確認", f"{begin} 還在確認"))


def counts_card(look: Look, roll: RollCall, counts: Counts, *, own_answer: str = "") -> Card:
    """How a roll-call stands, as counts: for groups, and for agencies that do not ask."""
    text = f"{look.number} 第 {roll.serial} 題：{counts.words_for_others}。"
    text += f"貴機關答：{own_answer}。" if own_answer else ""
    return replace(Card.sentence(text), in_private=f"點名進度 {look.case.number}")


def answers_card(view: AnswersView) -> Card:
    """Who answered what, for who asked, one to one."""
    look, roll = view.look, view.roll
    mine = f"{look.case.number} 第{roll.serial}題"
    close = (Button("結束點名", f"結束點名 {mine}"), Button("收回", f"收回點名 {mine}"))
    return Card(
        alt=f"{look.number} {view.counts.words}",
        kind=ROLL,
        number=look.case.number,
        flag="" if roll.is_open else "已結束",
        title=roll.question,
        facts=(Fact("期限", f"{show_moment(roll.due_at, today=look.today)}前"),),
        items=tuple(Item(name, text) for name, text in view.lines[:SHOWN]),
        body=f"{view.counts.words}。",
        copy_text=view.text,
        buttons=(
            Button("表格檔", f"點名檔案 {mine}", primary=True),
            *(close if roll.is_open else ()),
        ),
    )


def report_notice(look: Look, roll: RollCall, counts: Counts) -> Card:
    """Tell who asked how it stands: when all answered, or when the day is over."""
    mine = f"{look.case.number} 第{roll.serial}題"
    see = Button("看答案", f"點名進度 {mine}", primary=True)
    told = f"{look.number} 第 {roll.serial} 題：{counts.words}。"
    return _notice(look, told, see, Button("表格檔", f"點名檔案 {mine}"), kind=ROLL)


def _notice(look: Look, text: str, *buttons: Button, kind: str = KIND) -> Card:
    """Something that happened, for one person; of a 敏感 case only the number."""
    return Card(
        alt=f"{look.number} {kind}有新進度",
        kind=kind,
        number="" if look.is_hidden else look.case.number,
        body=f"{look.number} 有新進度，按下面看。" if look.is_hidden else text,
        buttons=buttons,
    )
