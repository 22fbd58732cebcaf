"""What one may do about a topic: register it, weigh the procedure; each by a tap."""

from bot.message import Button, Card, Fact
from bot.room import Access
from handlers.services import Asked, Services
from handlers.shared.case_numbers import short_number
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.procedure import (
    CONDITIONS,
    HEAD_DECIDES,
    NO,
    QUESTIONS,
    SOURCE,
    YES,
    Procedure,
    procedure_for,
    summary,
    write_answers,
)
from handlers.shared.roc_date import taipei_date
from handlers.shared.rulebook import Rulebook
from handlers.sight import circle_of
from handlers.watch.cards import plain_words, title_of
from handlers.watch.commands.board import commands
from handlers.watch.commands.naming import named_to_do
from handlers.watch.commands.of_cases import case_of, number_of
from handlers.watch.errors import UnreadableAnswerError
from handlers.watch.rules.phrasing import REGISTER_SHAPES, WEIGH_SHAPES
from handlers.watch.rules.weighing import read_weighing
from storage.records.cases import Case, HistoryEntry
from storage.records.rules import Rule
from storage.records.watching import Subscription
from storage.unit_of_work import UnitOfWork


@commands.add(
    "輿情處理",
    usage="輿情處理 <編號>",
    summary="這個話題還可以做什麼",
    access=Access.BOUND,
    hidden=True,
)
def more(request: Asked, services: Services) -> Card:
    """Show what did not fit on the alert."""
    with services.unit_of_work() as uow:
        wish, _ = named_to_do(uow, request)
    return Card(
        alt=f"「{title_of(wish)}」還可以",
        kind="輿情",
        number=f"訂閱 {wish.id}",
        title=f"「{title_of(wish)}」還可以",
        body="說一聲準不準，這個話題的門檻會跟著調。",
        buttons=(
            Button("有用", f"有用 {wish.id}"),
            Button("誤報", f"誤報 {wish.id}"),
            Button("程序評估", f"程序評估 {wish.id}"),
            Button("看現在", f"還在吵嗎 {wish.id}"),
        ),
    )


@commands.add(
    "輿情立案",
    usage="輿情立案 <編號>",
    summary="把一個話題登記成案件：先看，再按",
    shapes=REGISTER_SHAPES,
    access=Access.OFFICER,
    hidden=True,
)
def register(request: Asked, services: Services) -> Card:
    """Show what would be registered; nothing is yet."""
    with services.unit_of_work() as uow:
        wish, _ = named_to_do(uow, request)
        case = case_of(uow, wish)
    if case is not None:
        number = number_of(case, now=request.now)
        return Card.sentence(
            f"這個話題已經是案件 {number}。", Button(f"看 {number}", f"案件 {case.number}")
        )
    return _preview(wish, speaking_agency(request.speaker).short)


def _preview(wish: Subscription, agency: str) -> Card:
    subject = plain_words(wish)
    line = f"登記 {subject} 輿情訂閱{wish.id}"
    return Card(
        alt=f"要登記「{subject}」嗎？",
        kind="輿情",
        number=f"訂閱 {wish.id}",
        title="這樣登記，好嗎？",
        facts=(Fact("案由", subject, strong=True), Fact("主辦", agency), Fact("承辦", "您")),
        note=f"還沒有登記。改案由：登記 您的案由 輿情訂閱{wish.id}",
        buttons=(
            Button("登記", line, primary=True),
            Button("先程序評估", f"程序評估 {wish.id}"),
            Button("聯絡主管機關", f"找 {subject}"),
        ),
    )


@commands.add(
    "程序評估",
    usage="程序評估 <訂閱編號>",
    summary="三個條件問三題：要不要開協作會議、走哪個程序",
    aliases=("三個條件", "三條件評估"),
    shapes=WEIGH_SHAPES,
    examples=("程序評估 3",),
    access=Access.OFFICER,
    changes=True,
)
def weigh(request: Asked, services: Services) -> Card:
    """Ask the three questions, then say what procedure that suggests."""
    with services.unit_of_work() as uow:
        wish, rest = named_to_do(uow, request)
        answers, is_to_keep = read_weighing(rest)
        if answers is None:
            raise UnreadableAnswerError(wish.id)
        if len(answers) < len(CONDITIONS):
            return _question(wish, answers)
        case = case_of(uow, wish)
        if case is not None and is_to_keep:
            _keep(uow, request, case, answers)
            uow.commit()
            number = short_number(case, taipei_date(request.now).year - ROC_EPOCH)
            return Card.sentence(
                f"記到 {number} 的歷程了。", Button(f"看 {number}", f"案件 {case.number}")
            )
        rulebook = Rulebook(uow.rules.all())
        number = number_of(case, now=request.now)
        return _suggestion(wish, answers, _dates(rulebook, answers, request), number)


def _question(wish: Subscription, answers: tuple[bool, ...]) -> Card:
    place = len(answers)
    before = write_answers(answers)
    line = f"程序評估 {wish.id} "
    return Card(
        alt=f"程序評估第 {place + 1} 題",
        kind="程序評估",
        number=f"訂閱 {wish.id}",
        title=f"{place + 1}/{len(CONDITIONS)}　{CONDITIONS[place]}",
        body=QUESTIONS[place],
        note=f"「{title_of(wish)}」；三題答完說建議的程序。",
        buttons=(Button("有", f"{line}{before}{YES}"), Button("沒有", f"{line}{before}{NO}")),
    )


def _dates(rulebook: Rulebook, answers: tuple[bool, ...], request: Asked) -> list[Fact]:
    today = taipei_date(request.now)
    agency_id = speaking_agency(request.speaker).id
    rules = (
        rulebook.rule(name, on=today, agency_id=agency_id) for name in procedure_for(answers).rules
    )
    return [
        Fact(rule.name, f"{_when(rule)}{rule.note}（{rule.force.value}；{rule.source}）")
        for rule in rules
    ]


def _when(rule: Rule) -> str:
    """「協作會議前 35 天：」; "" for what does not count back from a day."""
    is_before = rule.length < 0
    return f"{rule.event.value}前 {-rule.length} {rule.span.value}：" if is_before else ""


def _suggestion(
    wish: Subscription, answers: tuple[bool, ...], dates: list[Fact], number: str
) -> Card:
    found: Procedure = procedure_for(answers)
    met = [name for name, answer in zip(CONDITIONS, answers, strict=True) if answer]
    written = write_answers(answers)
    if number:
        keep = Button(f"記到 {number}", f"程序評估 {wish.id} {written} 記錄", primary=True)
    else:
        line = f"登記 {plain_words(wish)} 輿情訂閱{wish.id} 評估{written}"
        keep = Button("登記並記下", line, primary=True)
    return Card(
        alt=f"程序評估：建議{found.name}",
        kind="程序評估",
        number=f"訂閱 {wish.id}",
        title=f"建議：{found.name}",
        facts=(
            Fact("符合", "、".join(met) or "都沒有", strong=True),
            *dates,
            Fact("依據", SOURCE),
        ),
        body=found.how,
        note=HEAD_DECIDES,
        buttons=(keep, Button("重答", f"程序評估 {wish.id}")),
    )


def _keep(uow: UnitOfWork, request: Asked, case: Case, answers: tuple[bool, ...]) -> None:
    """Keep the answers in the history of a case that the speaker's agency belongs to."""
    agency = speaking_agency(request.speaker)
    if agency.id not in circle_of(uow, case).agency_ids:
        return
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=request.now,
            officer_id=speaking_officer(request.speaker).id,
            agency_id=agency.id,
            action="程序評估",
            summary=summary(answers),
        )
    )
