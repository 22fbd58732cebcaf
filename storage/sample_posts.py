"""Invented posts for the sandbox: a month of usual talk, and a day on which more is said."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from storage.records.posts import Post, Source, SourceKind
from storage.unit_of_work import UnitOfWork

NAME = "範例論壇"
DAYS = 28
HOURS = (1, 6)  # before now, each day
BURST = "burst:"
USUAL = (
    "健保卡換發要帶什麼證件，戶口名簿也要嗎",
    "上週去分區辦了健保卡換發，大約等二十分鐘",
    "長輩的健保卡換發可以請家人代辦",
    "健保卡換發網路申請的照片被退，說是光線太暗",
    "請問健保卡換發之後舊卡要不要繳回",
    "搬家了，健保卡換發的地址要先改嗎",
    "健保卡換發寄到公司收得到，掛號",
    "小孩滿月後健保卡換發怎麼選照片",
    "藥局的人說健保卡換發期間用身分證看診也行",
    "郵局也能收健保卡換發的件，今天才知道",
    "健保卡換發的手續費可以超商繳",
    "改名以後健保卡換發要附戶籍謄本嗎",
    "護理師提醒住院的人先辦健保卡換發",
)
MORE = (
    "今天健保卡換發的系統一早就進不去，大廳滿是人",
    "排了三小時，櫃台才說健保卡換發今天停辦",
    "健保卡換發的號碼牌九點就發完，根本是搶票",
    "媽媽請半天假去辦健保卡換發，結果白跑一趟",
    "網站公告健保卡換發延到下週，沒有人通知我們",
    "健保卡換發如果趕不上回診，藥費誰要出",
    "分區的電話打了二十通，健保卡換發沒有人接",
    "外縣市的朋友說他們那邊健保卡換發也當掉",
    "為什麼健保卡換發不能分梯次，全部擠在同一天",
    "記者在門口訪問，大家都在抱怨健保卡換發",
    "志工發水給排隊等健保卡換發的長輩，辛苦了",
    "聽說健保卡換發的新晶片讀不到，診所叫我先自費",
    "議員臨時來看健保卡換發的現場，人還是沒有變少",
    "健保卡換發的預約名額下午又放出來一批，快去看",
)


def fill_posts(uow: UnitOfWork, now: datetime) -> None:
    """Put in the month; the caller commits. Again changes nothing."""
    source_id = _source(uow, now)
    uow.posts.add(_usual(source_id, now, uow))


def say_more(uow: UnitOfWork, now: datetime) -> None:
    """Let more be said, once, when somebody has subscribed to anything; the caller commits."""
    source_id = _source(uow, now)
    uow.sources.note_delivery([source_id], at=now)
    if uow.watching.all():
        texts = enumerate(MORE)
        uow.posts.add(
            _post(uow, source_id, f"{BURST}{number}", text, now) for number, text in texts
        )


def _source(uow: UnitOfWork, now: datetime) -> int:
    known = next((one for one in uow.sources.of_kind(SourceKind.FILE) if one.name == NAME), None)
    if known is not None and known.id is not None:
        return known.id
    return uow.posts.add_source(
        Source(kind=SourceKind.FILE, name=NAME, added_at=now, last_ok_at=now)
    )


def _usual(source_id: int, now: datetime, uow: UnitOfWork) -> Iterator[Post]:
    for number in range(DAYS * len(HOURS)):
        day, place = divmod(number, len(HOURS))
        at = now - timedelta(days=day, hours=HOURS[place])
        yield _post(uow, source_id, f"usual:{number}", USUAL[number % len(USUAL)], at)


def _post(uow: UnitOfWork, source_id: int, name: str, text: str, at: datetime) -> Post:
    return Post(
        source_id=source_id,
        external_id=name,
        text=text,
        author_key=uow.posts.author_key(f"範例 {name}"),
        posted_at=at,
        received_at=at,
    )
