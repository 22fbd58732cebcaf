"""One unit of work, written out: what is not committed is rolled back.

with services.unit_of_work() as uow:
    uow.cases.save(case)
    uow.commit()  # the one line that keeps it
"""

from types import TracebackType
from typing import Protocol, Self

from sqlalchemy import Connection, NestedTransaction

from storage.absences import AbsenceStore
from storage.agencies import AgencyStore
from storage.audit import AuditStore
from storage.bindings import BindingStore
from storage.calendar import CalendarStore
from storage.case_chats import CaseChatStore
from storage.cases import CaseStore
from storage.chats import ChatStore
from storage.cipher import Cipher
from storage.coordination import CoordinationStore
from storage.duties import DutyStore
from storage.feeds import FeedStore
from storage.files import FileStore
from storage.forwards import ForwardStore
from storage.history import HistoryStore
from storage.inbox import InboxStore
from storage.invitations import InvitationStore
from storage.memory import Memory
from storage.notices import NoticeStore
from storage.officers import OfficerStore
from storage.opinions import OpinionStore
from storage.outbox import OutboxStore
from storage.petitions import PetitionStore
from storage.post_index import PostIndex
from storage.posts import PostStore
from storage.reachability import ReachabilityStore
from storage.reminders import ReminderStore
from storage.requests import RequestStore
from storage.rescues import RescueStore
from storage.roll_calls import RollCallStore
from storage.rules import RuleStore
from storage.settings import SettingStore
from storage.sources import SourceStore
from storage.tallies import TallyStore
from storage.thresholds import ThresholdStore
from storage.turns import TurnStore
from storage.vitals import VitalStore
from storage.watches import WatchStore
from storage.watching import WatchingStore


class Scope(Protocol):
    """Where a unit of work takes place: a transaction of its own, or a savepoint in another."""

    def open(self) -> Connection:
        """Begin, and return the connection to work on."""
        ...

    def keep(self) -> None:
        """Keep what was done so far."""
        ...

    def close(self) -> None:
        """End; what was not kept is rolled back."""
        ...


class Savepoint:
    """A unit of work inside a transaction: kept only if the transaction commits too."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._nested: NestedTransaction | None = None

    def open(self) -> Connection:
        """Set the savepoint."""
        self._nested = self._connection.begin_nested()
        return self._connection

    def keep(self) -> None:
        """Release the savepoint; what follows is a new one."""
        if self._nested is not None:
            self._nested.commit()
        self._nested = self._connection.begin_nested()

    def close(self) -> None:
        """Roll back to the savepoint."""
        if self._nested is not None and self._nested.is_active:
            self._nested.rollback()
        self._nested = None


class UnitOfWork:
    """Everything in it happens, or nothing does. Used in one thread, in one `with`."""

    agencies: AgencyStore
    absences: AbsenceStore
    officers: OfficerStore
    opinions: OpinionStore
    bindings: BindingStore
    invitations: InvitationStore
    chats: ChatStore
    cases: CaseStore
    case_chats: CaseChatStore
    coordination: CoordinationStore
    roll_calls: RollCallStore
    history: HistoryStore
    inbox: InboxStore
    outbox: OutboxStore
    audit: AuditStore
    settings: SettingStore
    rules: RuleStore
    calendar: CalendarStore
    duties: DutyStore
    reminders: ReminderStore
    feeds: FeedStore
    files: FileStore
    reachability: ReachabilityStore
    rescues: RescueStore
    requests: RequestStore
    notices: NoticeStore
    petitions: PetitionStore
    posts: PostStore
    post_index: PostIndex
    sources: SourceStore
    forwards: ForwardStore
    watches: WatchStore
    watching: WatchingStore
    tallies: TallyStore
    thresholds: ThresholdStore
    turns: TurnStore
    vitals: VitalStore

    def __init__(self, scope: Scope, cipher: Cipher, memory: Memory) -> None:
        self._scope = scope
        self._cipher = cipher
        self._memory = memory

    def __enter__(self) -> Self:
        """Begin.

        Raises DatabaseUnavailableError.
        """
        connection = self._scope.open()
        self.agencies = AgencyStore(connection, self._memory.agencies)
        self.absences = AbsenceStore(connection)
        self.officers = OfficerStore(connection, self._cipher)
        self.opinions = OpinionStore(connection, self._cipher)
        self.bindings = BindingStore(connection, self._cipher)
        self.invitations = InvitationStore(connection, self._cipher)
        self.chats = ChatStore(connection, self._cipher)
        self.cases = CaseStore(connection, self._cipher)
        self.case_chats = CaseChatStore(connection)
        self.coordination = CoordinationStore(connection)
        self.roll_calls = RollCallStore(connection)
        self.history = HistoryStore(connection)
        self.inbox = InboxStore(connection, self._cipher)
        self.outbox = OutboxStore(connection, self._cipher)
        self.audit = AuditStore(connection)
        self.settings = SettingStore(connection)
        self.rules = RuleStore(connection)
        self.calendar = CalendarStore(connection, self._memory.calendar)
        self.duties = DutyStore(connection)
        self.reminders = ReminderStore(connection)
        self.feeds = FeedStore(connection)
        self.files = FileStore(connection)
        self.reachability = ReachabilityStore(connection, self._cipher)
        self.rescues = RescueStore(connection)
        self.requests = RequestStore(connection, self._cipher)
        self.turns = TurnStore(connection)
        self.vitals = VitalStore(connection)
        self._open_outside(connection)
        return self

    def _open_outside(self, connection: Connection) -> None:
        """Open what is kept of the world outside: petitions, notices, posts."""
        self.notices = NoticeStore(connection)
        self.petitions = PetitionStore(connection)
        self.posts = PostStore(connection, self._cipher)
        self.post_index = PostIndex(connection)
        self.sources = SourceStore(connection)
        self.forwards = ForwardStore(connection, self._cipher)
        self.watches = WatchStore(connection)
        self.watching = WatchingStore(connection)
        self.tallies = TallyStore(connection)
        self.thresholds = ThresholdStore(connection)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Roll back what was not committed."""
        self._scope.close()

    def commit(self) -> None:
        """Keep everything done so far."""
        self._scope.keep()
