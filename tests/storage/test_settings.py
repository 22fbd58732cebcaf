from storage.engine import Database
from tests.storage.samples import MINUTE, NOON


def test_a_setting_keeps_its_last_value(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.settings.get("inbox days") is None
        uow.settings.set("inbox days", "30", now=NOON)
        uow.settings.set("inbox days", "90", now=NOON + MINUTE)
        assert uow.settings.get("inbox days") == "90"


def test_several_are_read_together(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.settings.set("inbox days", "30", now=NOON)
        uow.settings.set("outbox days", "90", now=NOON)
        assert uow.settings.by_names({"inbox days", "never set"}) == {"inbox days": "30"}


def test_some_are_forgotten(database: Database) -> None:
    with database.unit_of_work() as uow:
        for name in ("urgent/1/2", "urgent/1/22", "urgent/3/2", "window/2"):
            uow.settings.set(name, "1", now=NOON)
        uow.settings.forget("urgent/%/2")
        names = {"urgent/1/2", "urgent/1/22", "urgent/3/2", "window/2"}
        assert set(uow.settings.by_names(names)) == {"urgent/1/22", "window/2"}
