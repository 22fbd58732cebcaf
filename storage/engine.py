"""The database: one place to begin units of work and transactions."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from threading import Lock

from sqlalchemy import Connection, Engine, exc

from storage.cipher import Cipher
from storage.connections import BUSY_SECONDS, IDLE_SECONDS, READING, make_engine
from storage.errors import DatabaseUnavailableError
from storage.memory import Memory
from storage.schema_version import is_current
from storage.unit_of_work import Savepoint, UnitOfWork


class Turns:
    """Lets the writers of one process take turns.

    SQLite has one writer at a time; those who wait inside SQLite sleep and starve, those who
    wait here are woken. PostgreSQL needs no turns.
    """

    def __init__(self, *, needed: bool, wait_seconds: float = BUSY_SECONDS) -> None:
        self._lock = Lock() if needed else None
        self._wait_seconds = wait_seconds

    @contextmanager
    def turn(self) -> Generator[None]:
        """Wait for one's turn and have it.

        Raises DatabaseUnavailableError when somebody has had it for too long.
        """
        if self._lock is None:
            yield
            return
        if not self._lock.acquire(timeout=self._wait_seconds):
            message = f"another transaction has been open for {self._wait_seconds} s"
            raise DatabaseUnavailableError(message)
        try:
            yield
        finally:
            self._lock.release()


class OwnTransaction:
    """A unit of work of its own: what it keeps is durable."""

    def __init__(self, engine: Engine, turns: Turns) -> None:
        self._engine = engine
        self._turns = turns
        self._open = ExitStack()
        self._connection: Connection | None = None

    def open(self) -> Connection:
        """Begin a transaction."""
        with ExitStack() as opening:
            opening.enter_context(self._turns.turn())
            connection = opening.enter_context(connect(self._engine))
            connection.begin()
            self._open = opening.pop_all()
        self._connection = connection
        return connection

    def keep(self) -> None:
        """Commit; what follows is a new transaction, begun by its first statement."""
        if self._connection is not None:
            self._connection.commit()

    def close(self) -> None:
        """Roll back what was not kept, and give the connection back."""
        self._connection = None
        self._open.close()


class Transaction:
    """One event, one transaction; each unit of work in it is a savepoint."""

    def __init__(self, connection: Connection, cipher: Cipher, memory: Memory) -> None:
        self._connection = connection
        self._cipher = cipher
        self._memory = memory

    def unit_of_work(self) -> UnitOfWork:
        """Return a savepoint; its commit() counts if the transaction commits."""
        return UnitOfWork(Savepoint(self._connection), self._cipher, self._memory)


class Database:
    """Hands out units of work. Safe to share between threads; a unit of work is not."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self.engine = engine
        self.cipher = cipher
        self.turns = Turns(needed=engine.dialect.name == "sqlite")
        self._memory = Memory()

    def unit_of_work(self) -> UnitOfWork:
        """Return a unit of work with a transaction of its own."""
        scope = OwnTransaction(self.engine, self.turns)
        return UnitOfWork(scope, self.cipher, self._memory)

    @contextmanager
    def transaction(self) -> Generator[Transaction]:
        """Open a transaction: committed when the block ends, rolled back when it raises.

        Raises DatabaseUnavailableError.
        """
        with self.turns.turn(), connect(self.engine) as connection, connection.begin():
            yield Transaction(connection, self.cipher, self._memory)

    def reachable(self) -> bool:
        """Whether the database answers."""
        try:
            with connect(self.engine, reading=True) as connection:
                connection.exec_driver_sql("SELECT 1")
        except DatabaseUnavailableError:
            return False
        return True

    def schema_current(self) -> bool:
        """Whether the schema is the one this program was written for."""
        try:
            with connect(self.engine, reading=True) as connection:
                return is_current(connection)
        except DatabaseUnavailableError:
            return False

    def dispose(self) -> None:
        """Close all connections that are not in use."""
        self.engine.dispose()


@contextmanager
def connect(engine: Engine, *, reading: bool = False) -> Generator[Connection]:
    """Connect; a connection for reading waits for no writer.

    Raises DatabaseUnavailableError, also when all connections stay in use.
    """
    try:
        connection = engine.connect().execution_options(**{READING: reading})
    except exc.TimeoutError as error:
        message = "all connections are in use"
        raise DatabaseUnavailableError(message) from error
    with connection:
        yield connection


def open_database(url: str, cipher: Cipher, idle_seconds: float = IDLE_SECONDS) -> Database:
    """Open the database at a SQLAlchemy URL; connects when it is first used.

    Raises ValueError for a URL that is neither a SQLite file nor PostgreSQL.
    """
    return Database(make_engine(url, idle_seconds), cipher)
