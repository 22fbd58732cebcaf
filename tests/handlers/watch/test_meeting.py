"""會議前後: what was counted before and after a case's meeting, the table, and who may see it."""

from dataclasses import replace
from datetime import timedelta

from bot.message import Card
from bot.sources.tables import read_table
from handlers.drawing import drawing
from handlers.watch.jobs import import_counts
from storage.records.petitions import CountSpan, Petition
from tests.handlers.watch.conftest import TOPIC, Talk
from tests.support.world import PUBLIC_BASE_URL, World, moment

JOIN_ID = "00000000-0000-4000-8000-000000000001"


def says(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None
    return card


def facts(card: Card) -> dict[str, str]:
    return {fact.label: fact.value for fact in card.facts}


def before_and_after(world: World, talk: Talk) -> None:
    """A case with a meeting ten days ago; twice as many posts since, about as many letters."""
    says(world, f"登記 {TOPIC}爭議 期限 12/31")
    says(world, "1 協作會議 11/27")
    now = world.clock.now()
    counts = {day: 4 if day > 10 else 9 for day in range(24, 0, -1)}
    moments = [
        now - timedelta(days=d, minutes=n) for d, count in counts.items() for n in range(count)
    ]
    talk.come(*(talk.post(TOPIC, at) for at in moments))
    says(world, f"訂閱 案件1 {TOPIC}")
    with world.database.unit_of_work() as uow:  # the petition of the case: 10, then 30 a day
        case = uow.cases.get(1)
        uow.cases.save(replace(case, join_id=JOIN_ID))
        uow.petitions.add(Petition(join_id=JOIN_ID, added_at=now))
        spans = (("11-13", 100), ("11-27", 240), ("12-07", 540))
        uow.petitions.add_past(
            JOIN_ID,
            [
                CountSpan(
                    join_id=JOIN_ID,
                    first_at=moment(f"2026-{day} 00:00:00"),
                    last_at=moment(f"2026-{day} 00:00:00"),
                    count=count,
                    source="試",
                )
                for day, count in spans
            ],
        )
        uow.commit()


def letters(world: World, *, replace_: bool = False, last: int = 8) -> str:
    """The operator's file of letters: eight a day, `last` on the last day."""
    days = [f"115/11/{day}" for day in range(8, 31)] + [f"115/12/0{day}" for day in range(1, 7)]
    rows = [f"{day},健保卡,{last if day == days[-1] else 8}" for day in days]
    data = "\n".join(["日期,話題,件數", *rows]).encode()
    return import_counts(
        world.database,
        ("衛福部", "首長信箱"),
        (data, "信箱.csv"),
        replace=replace_,
        dry_run=False,
        now=world.clock.now(),
    )


def test_before_and_after_a_meeting_in_counts_a_chart_and_a_table(world: World, talk: Talk) -> None:
    before_and_after(world, talk)
    letters(world)
    says(world, "1999 健保卡 12/1-12/5 20 通")
    # When its PO asks
    card = says(world, "1 開會前後輿情")
    # Then each series is compared, honestly, and nothing is said of causes
    told = facts(card)
    assert told["貼文"].startswith("每天 4.0 → 9.0 則，2.2 倍（1.4–")
    assert told["首長信箱"].startswith("每天 8.0 → 8.0 件，看不出差別（0.")
    assert told["1999"] == "每天 — → 4.0 通，資料太少，不下結論"
    assert told["附議"].startswith("每天 10 → 30 人，3.0 倍（")
    assert "會前 14 天、會後 9 天" in card.note
    assert "不代表是會議造成的" in card.note
    assert card.picture is not None
    svg = drawing(world.database.unit_of_work)(card.picture.key)
    assert svg is not None
    assert "stroke-dasharray" in svg
    # And the table lies at a secret address for three days
    lines = says(world, "會議前後表 1").copy_text.splitlines()
    path = lines[0].split("：")[1].removeprefix(PUBLIC_BASE_URL)
    answer = world.http.get(path)
    assert answer.status_code == 200
    (_, head), *rows = read_table(answer.content, "x.ods").rows
    assert head[2:] == (
        "貼文（則）",
        "新說法（個）",
        "發言者（位）",
        "首長信箱（件）",
        "1999（通）",
        "附議（人）",
    )
    days = {row[0]: row for _, row in rows}
    assert days["115年11月26日"][1:4] == ("會前", "4", "4")
    assert days["115年11月27日"][1] == "會議當天"
    assert days["判讀"][2] == "變多"
    assert "下載會議前後表" in str(says(world, "稽核"))
    world.advance(days=3)
    assert world.http.get(path).status_code == 404


def test_other_agencies_see_none_of_it_and_a_sensitive_case_has_no_picture(
    world: World, talk: Talk
) -> None:
    before_and_after(world, talk)
    letters(world)
    path = says(world, "會議前後表 1").copy_text.rsplit("：", 1)[1].removeprefix(PUBLIC_BASE_URL)
    # Given a case that another agency may see, then one that only named officers may
    assert "查無" in says(world, "1 會議前後", by="阿宏").body
    says(world, "更新 1 協辦 內政部")
    other = says(world, "1 會議前後", by="阿宏")
    assert other.kind == "會議前後"
    assert "首長信箱" not in facts(other)
    assert "貼文" not in facts(other)
    says(world, "標記 1 敏感")
    assert "查無" in says(world, "1 會議前後", by="阿宏").body
    mine = says(world, "1 會議前後")
    assert mine.picture is None
    assert TOPIC not in str(mine)
    assert world.http.get(path).status_code == 200
    # And a 密件 holds nothing, nor do addresses that were given before
    says(world, "標記 1 密件 確定 請洽 綜規司")
    assert "密件" in says(world, "1 會議前後").body
    assert world.http.get(path).status_code == 404


def test_a_file_is_kept_once_and_who_is_on_duty_hears_of_a_clear_rise(world: World) -> None:
    world.direct("阿菊").says("說明")
    world.line.sent.clear()
    # Given four usual weeks: kept, and kept once
    assert letters(world).startswith("衛福部：新的 29 筆")
    assert letters(world).startswith("衛福部：新的 0 筆，已經有的 29 筆")
    # When yesterday's number is another one, it is replaced on request only
    told = letters(world, last=45)
    assert "數字不同 1 筆，沒有改" in told
    world.advance(minutes=1)
    assert world.heard_privately("阿菊") == []
    assert "8 → 45" in letters(world, replace_=True, last=45)
    world.advance(minutes=1)
    # Then the officer on duty hears of it, once
    (card,) = world.heard_privately("阿菊")
    assert card.title == "首長信箱「健保卡」比平常明顯多"
    assert [fact.value for fact in card.facts] == ["12/6（日）45 件", "約 8 件"]
    letters(world, replace_=True, last=45)
    world.advance(minutes=1)
    assert len(world.heard_privately("阿菊")) == 1
