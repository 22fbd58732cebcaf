"""The days of the month: who does what when, and who answers what the bot says. From a seed."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count

from benchmarks.month_world import BLOCKER_COUNT, LEAVE_COUNT, Month, Person, Temper
from bot.message import Button, Outgoing
from handlers.shared.roc_date import TAIPEI
from handlers.shared.work_calendar import BASE
from storage.records.calendar import Closure
from storage.records.cases import Case

DAYS = 30
TICK = timedelta(minutes=30)
NEW_CASES_A_DAY = 3
CHANGES_A_DAY = 25  # of 300 cases: two for each case and month
GROUP_WISH_DAYS = 14  # each group sets itself a reminder so often
WISHES_A_DAY = 3
ASKS = 0.5  # how often who asks 今天有啥 does so on a working day
TALKS = 0.15  # how often anybody asks something else
ANSWERS_LATE = 0.6  # how often the slow answer at all
GOES_ON = 0.65  # how often who answers says 已辦 and not 收到
CLOSED_DAY = 11  # that day's offices close for a typhoon
COUNTY = "臺北市"

Action = Callable[[], object]


@dataclass
class Days:
    """Lets the month pass."""

    month: Month
    _plan: list[tuple[datetime, int, Action]] = field(
        default_factory=list[tuple[datetime, int, Action]]
    )
    _numbers: "count[int]" = field(default_factory=count)
    heard: list[tuple[datetime, Outgoing]] = field(
        default_factory=list[tuple[datetime, Outgoing]]
    )  # each card that arrived, and when
    _new_count: int = 0

    def run(self) -> tuple[datetime, datetime]:
        """Let 30 days pass; return when they began and ended."""
        clock = self.month.world.clock
        begin = clock.now()
        end = begin + timedelta(days=DAYS)
        first = begin.astimezone(TAIPEI).date()
        self._plan_people(first)
        for number in range(DAYS):
            self._plan_day(first + timedelta(days=number), number)
        tick = begin
        while tick < end:
            while self._plan and self._plan[0][0] <= tick:
                moment, _, action = heapq.heappop(self._plan)
                self._go_to(moment)
                action()
                self._listen()
            self._go_to(tick)
            self.month.world.advance()
            self._listen()
            tick += TICK
        return begin, end

    def _go_to(self, moment: datetime) -> None:
        ahead = moment - self.month.world.clock.now()
        if ahead > timedelta():
            self.month.world.clock.advance(ahead)

    def _at(self, day: date, action: Action, first: float = 8.5, last: float = 17.5) -> None:
        hour = self.month.chance.uniform(first, last)
        moment = datetime.combine(day, time(), TAIPEI) + timedelta(hours=hour)
        self._later(moment.astimezone(UTC), action)

    def _later(self, moment: datetime, action: Action) -> None:
        heapq.heappush(self._plan, (moment, next(self._numbers), action))

    # What people do by themselves

    def _plan_people(self, first: date) -> None:
        chance = self.month.chance
        for person in chance.sample(self.month.people, BLOCKER_COUNT):
            day = first + timedelta(days=chance.randrange(2, DAYS // 2))
            self._at(day, partial(self._block, person))
        for person in chance.sample(self.month.speakers, LEAVE_COUNT):
            day = first + timedelta(days=chance.randrange(2, DAYS - 6))
            self._at(day, partial(self._say, person, "停用"))
            self._at(day + timedelta(days=4), partial(self._say, person, "恢復"))

    def _plan_day(self, day: date, number: int) -> None:
        self._at(day, self.month.world.assistant.catch_up, 6, 6.1)
        if number == CLOSED_DAY:
            self._at(day, partial(self._close_offices, day + timedelta(days=1)), 16, 17)
        if BASE.is_workday(day):
            self._plan_talks(day)
            self._plan_work(day, number)

    def _plan_talks(self, day: date) -> None:
        chance = self.month.chance
        for person in self.month.people:
            if person.asks and chance.random() < ASKS:
                self._at(day, partial(self._say, person, "今天有啥"), 8)
            if chance.random() < TALKS:
                self._at(day, partial(self._talk, person))

    def _plan_work(self, day: date, number: int) -> None:
        work = [self._register] * NEW_CASES_A_DAY + [self._change] * CHANGES_A_DAY
        for action in (*work, *[self._wish] * WISHES_A_DAY):
            self._at(day, action)
        for group in self.month.groups:
            speaker = self.month.chance.choice(self.month.speakers).name
            self._at(day, partial(group.says, "#查詢 提點子", by=speaker))
            if number % GROUP_WISH_DAYS == 0:
                self._at(day, partial(group.says, "#提醒 下週四下午兩點 開會", by=speaker))

    def _say(self, person: Person, text: str) -> None:
        if person.bound and person.chat.id not in self.month.world.line.strangers:
            person.chat.says(text)

    def _talk(self, person: Person) -> None:
        other = self.month.chance.choice(self.month.people)
        texts = (f"找 {other.agency}", "我的案件", "本週", "我的期限", f"找 {other.name}")
        self._say(person, self.month.chance.choice(texts))

    def _register(self) -> None:
        month, chance = self.month, self.month.chance
        self._new_count += 1
        person = month.owner()
        what = month.subject()
        if self._new_count % 3 == 0:
            group = chance.choice(month.groups)
            group.says(f"#登記 {what} 期限 {chance.randrange(3, 12)}個工作天後", by=person.name)
        elif self._new_count % 3 == 1:
            self._say(person, f"登記 {what} 期限 {chance.randrange(2, 15)}天後")
        else:
            self._say(person, f"登記 提點子 {what} 附議中")
            case = self._latest_case(person)
            if case is not None:
                day = timedelta(days=chance.randrange(1, 6))
                self._later(
                    month.world.clock.now() + day,
                    partial(self._say, person, f"{case.number} 成案了 今天"),
                )

    def _latest_case(self, person: Person) -> Case | None:
        with self.month.world.looking() as uow:
            held = uow.cases.held_by(person.officer_id, person.agency_id)
        return max(held, key=lambda case: case.id, default=None)

    def _change(self) -> None:
        chance = self.month.chance
        person = chance.choice(self.month.speakers)
        with self.month.world.looking() as uow:
            held = uow.cases.held_by(person.officer_id, person.agency_id)
        if not held:
            return
        number = chance.choice(held).number
        texts = (
            f"備註 {number} 已請業務單位提供資料",
            f"備註 {number} 共用 下週開會討論",
            f"更新 {number} 案由 {self.month.subject()}",
            f"更新 {number} 期限 {chance.randrange(3, 15)}天後",
            f"結案 {number} 已回覆",
        )
        self._say(person, chance.choices(texts, (10, 10, 2, 2, 1))[0])

    def _wish(self) -> None:
        person = self.month.chance.choice(self.month.people)
        texts = ("提醒 明天下午三點 開會前會", "提醒 後天早上十點 交資料", "提醒 下週一 回電")
        self._say(person, self.month.chance.choice(texts))

    def _block(self, person: Person) -> None:
        self.month.world.line.strangers.add(person.chat.id)
        person.chat.happens("unfollow")

    def _close_offices(self, day: date) -> None:
        world = self.month.world
        now = world.clock.now()
        with world.looking() as uow:
            uow.calendar.close(Closure(county=COUNTY, on=day, reason="颱風", entered_at=now))
            uow.commit()
        world.assistant.catch_up()

    # What they answer

    def _listen(self) -> None:
        """Let those who were told something answer it, each in their own time."""
        sent = self.month.world.line.sent
        for outgoing in sent[len(self.heard) :]:
            self.heard.append((self.month.world.clock.now(), outgoing))
            if outgoing.reply_ticket is None and not outgoing.chat.is_group:
                self._plan_answer(outgoing)

    def _plan_answer(self, told: Outgoing) -> None:
        person = next((p for p in self.month.people if p.chat.id == told.chat.id), None)
        buttons = told.card.buttons
        if person is None or not buttons or person.temper is Temper.SILENT:
            return
        chance, now = self.month.chance, self.month.world.clock.now()
        wait = timedelta(minutes=chance.randrange(10, 400))
        if person.temper is Temper.SLOW:
            if chance.random() > ANSWERS_LATE:
                return
            wait += timedelta(days=chance.randrange(1, 4))
        self._later(now + wait, partial(self._answer, person, buttons))

    def _answer(self, person: Person, buttons: tuple[Button, ...]) -> None:
        done = buttons[0] if self.month.chance.random() < GOES_ON else None
        seen = next((b for b in buttons if b.label.endswith("收到")), None)
        for button in (done, seen):
            if button is not None:
                self._say(person, button.command)
                if done is not None and "全部" not in (seen.label if seen else ""):
                    return
