"""What can go wrong while remembering.

StorageError
 ├── DatabaseUnavailableError  the database cannot be reached, or is held by somebody for too long
 ├── RecordNotFoundError       nothing has that id
 ├── StaleRecordError          somebody else changed the record, or took the event over, meanwhile
 ├── DuplicateRecordError      it is there already, and belongs to something else
 ├── RefusedEventError         the database cannot hold this one event; the others are safe
 └── TamperedDataError         a ciphertext was changed, moved, or made with an unknown key
"""


class StorageError(Exception):
    """The root of everything storage raises on purpose."""


class DatabaseUnavailableError(StorageError):
    """The database cannot be reached; nothing of the transaction was kept: try again later."""


class RecordNotFoundError(StorageError):
    """No record of that kind has that id."""

    def __init__(self, kind: str, record_id: int | str) -> None:
        super().__init__(f"no {kind} has the id {record_id}")


class StaleRecordError(StorageError):
    """The record changed since it was read; read it again and decide anew."""

    def __init__(self, kind: str, record_id: int | str) -> None:
        super().__init__(f"{kind} {record_id} changed since it was read")


class DuplicateRecordError(StorageError):
    """The thing is there already and belongs to something else."""


class RefusedEventError(StorageError):
    """The database cannot hold the event, for instance for a NUL in its id."""


class TamperedDataError(StorageError):
    """A ciphertext was changed or moved, or none of the given secret keys made it."""
