"""What is shown of sources."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.message import Button, Card, Fact, Item, Tone
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.shared.source_state import is_stale, silent_since, trouble_word
from storage.records.posts import KnownSource, Source, SourceKind

PAGE = 5
KINDS = {
    SourceKind.FEED: "RSS",
    SourceKind.VENDOR: "廠商",
    SourceKind.FILE: "廠商檔案",
    SourceKind.JOIN: "新提案",
}


def sources(found: Sequence[Source], page: int, *, now: datetime) -> Card:
    """List the sources, each with how it does."""
    if not found:
        return Card.sentence(
            "還沒有輿情來源。沒有一個會自己打開。", Button("看可用的來源", "可用來源")
        )
    shown = found[(page - 1) * PAGE : page * PAGE]
    on_count = sum(source.on for source in found)
    return Card(
        alt=f"輿情來源 {len(found)} 個",
        kind="輿情來源",
        title=f"{len(found)} 個來源，{on_count} 個在讀",
        items=tuple(
            Item(f"{one.id}　{one.name}", _state(one, now=now), is_stale(one, now=now))
            for one in shown
        ),
        note="「停用來源 編號」停讀；停讀的來源不算沒進來。",
        buttons=(
            *((Button("更多", f"輿情來源 {page + 1}"),) if len(found) > page * PAGE else ()),
            Button("可用來源", "可用來源"),
        ),
    )


def _state(source: Source, *, now: datetime) -> str:
    """「RSS，每小時約 4 則，09:55 讀到」."""
    kind = KINDS.get(source.kind, "")
    if not source.on:
        return f"{kind}，停用"
    if source.last_ok_at is None:
        why = trouble_word(source)
        return f"{kind}，還沒讀到" + (f"（{why}）" if why else "，等一下就讀")
    if source.silent_since_at is not None:
        return f"{kind}，{silent_since(source, now=now)} 後沒有進來；{trouble_word(source)}"
    seen = show_moment(source.last_ok_at, today=taipei_date(now))
    pace = f"每小時約 {max(1, round(source.pace))} 則，" if source.pace and source.pace >= 1 else ""
    why = trouble_word(source)
    return f"{kind}，{pace}{seen} 有進來" + (f"；現在{why}" if why else "")


def nothing_comes(found: Sequence[Source], *, now: datetime) -> Card:
    """Tell whoever looks after sources that nothing comes from some of them."""
    shown = found[:PAGE]
    rest = f"還有 {len(found) - PAGE} 個，輸入「來源」看全部。" if len(found) > PAGE else ""
    return Card(
        alt=f"{len(found)} 個輿情來源沒有進來",
        kind="輿情來源",
        tone=Tone.NOTICE,
        title=f"「{found[0].name}」沒有進來" if len(found) == 1 else f"{len(found)} 個來源沒有進來",
        items=tuple(Item(f"{one.id}　{one.name}", _since_when(one, now=now)) for one in shown),
        body=f"在它恢復前，相關話題不報降溫。同一個來源只說這一次。{rest}",
        buttons=(
            Button("看來源", "來源"),
            *((Button("停用", f"停用來源 {found[0].id}"),) if len(found) == 1 else ()),
        ),
    )


def _since_when(source: Source, *, now: datetime) -> str:
    why = trouble_word(source)
    return f"{silent_since(source, now=now)} 起" + (f"，{why}" if why else "")


def known(found: Sequence[KnownSource], on: Collection[str], page: int, name: str) -> Card:
    """List the feeds that could be switched on, with their terms."""
    if not found:
        return Card.sentence(
            f"目錄裡沒有「{name[:20]}」。知道 RSS 網址就能自己加。", Button("看全部", "可用來源")
        )
    shown = found[(page - 1) * PAGE : page * PAGE]
    more = f"可用來源 {page + 1} {name}".strip()
    return Card(
        alt=f"可用來源 {len(found)} 個",
        kind="可用來源",
        title="都沒有打開；啟用前請看條款",
        items=tuple(
            Item(f"{one.name}（{'在讀' if one.url in on else one.standing}）", one.terms)
            for one in shown
        ),
        buttons=(
            *(Button(one.name, f"啟用來源 {one.name}") for one in shown[:3] if one.url not in on),
            *((Button("更多", more),) if len(found) > page * PAGE else ()),
        ),
    )


def which(found: Sequence[KnownSource]) -> Card:
    """Ask which of several is meant."""
    return Card.sentence(
        f"有 {len(found)} 個，要啟用哪一個？",
        *(Button(one.name, f"啟用來源 {one.name}") for one in found[:4]),
    )


def ask_switch_on(source: KnownSource) -> Card:
    """Show the terms of use, and ask."""
    facts = [Fact("使用條款", source.terms, strong=True)]
    if source.terms_url:
        facts.append(Fact("出處", source.terms_url))
    return Card(
        alt="啟用來源前再確認",
        kind="輿情來源",
        tone=Tone.NOTICE,
        title=f"啟用「{source.name}」？",
        facts=tuple(facts),
        body="對方同意機關這樣用，再按確認。只存標題、摘要和連結，到保存期限就刪。",
        buttons=(
            Button("已確認，啟用", f"確認啟用來源 {source.name}"),
            Button("先不要", "來源", primary=True),
        ),
    )


def ask_add(name: str, url: str, terms: str) -> Card:
    """Ask whether the terms of a site allow it."""
    return Card(
        alt="新增來源前再確認",
        kind="輿情來源",
        tone=Tone.NOTICE,
        title=f"新增「{name}」？",
        facts=(Fact("網址", url), Fact("使用條款", terms or "我不知道，請看對方網站", strong=True)),
        body="對方同意機關這樣用，再按確認。",
        buttons=(
            Button("已確認，新增", f"確認新增來源 {name} {url}"),
            Button("先不要", "來源", primary=True),
        ),
    )


def switched_on(number: int, name: str) -> Card:
    """Say that a source is read from now on."""
    return Card.sentence(
        f"「{name}」開始讀了（來源 {number}）。輸入「來源」看有沒有進來。",
        Button("看來源", "來源"),
        Button("停用", f"停用來源 {number}"),
    )


def switched_off(source: Source) -> Card:
    """Say that a source is not read any more."""
    return Card.sentence(
        f"「{source.name}」停讀了，讀到的還在。", Button("再啟用", f"啟用來源 {source.id}")
    )
