from storage.engine import Database
from tests.storage.samples import MINUTE, NOON


def test_a_setting_keeps_its_last_value(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.settings.get("inbox days") is None
        uow.settings.set("inbox days", "30", now=NOON)
        uow.settings.set("inbox days", "90", now=NOON + MINUTE)
        assert uow.settings.get("inbox days") == "90"
