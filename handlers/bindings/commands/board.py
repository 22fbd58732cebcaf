"""The board on which every command of the bindings room is put up."""

from handlers.services import Asked, RoomCommands
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork

commands = RoomCommands()


def record(
    uow: UnitOfWork,
    request: Asked,
    action: str,
    officer: Officer,
    agency_id: int | None,
    *,
    detail: str = "",
) -> None:
    """Note in the audit log what the speaker did with somebody's codes and accounts."""
    speaker = request.speaker.officer or officer
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaker.id}",
        agency_id=agency_id,
        action=action,
        target=f"officer:{officer.id}",
        detail=detail,
    )
