"""What a chat shows about records on people."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.message import Button, Card, Item, Tone
from handlers.privacy.rules import RETENTIONS, Retention, days_of
from handlers.shared.roc_date import show_moment
from storage.records.agencies import Agency
from storage.records.audit import AuditEntry

PAGE = 5  # entries on one card
ACTIONS = {
    "look-phone": "查看公務電話",
    "look-mobile": "查看手機",
    "exchange-contacts": "經聯絡單查看手機與信箱",
    "tune-requests": "改聯絡單設定",
    "tune-opinion": "改輿情設定",
    "bind": "綁定帳號",
    "bind-email": "依電子郵件綁定",
    "unbind": "解除綁定",
    "invite": "給綁定碼",
    "burn-code": "作廢綁定碼",
    "erase": "清除個資",
    "import-roster": "匯入名冊",
    "add-officer": "新增同仁",
    "move-officer": "調動",
    "end-term": "結束任期",
    "pause-officer": "停用窗口",
    "resume-officer": "恢復窗口",
    "set-retention": "改保存期限",
    "look-sensitive": "查看敏感案件",
    "mark-secrecy": "改案件的保密",
    "name-officer": "敏感案件加人",
    "unname-officer": "敏感案件移人",
    "calendar-reset": "重設行事曆位址",
    "answers-address": "取點名表格位址",
    "set-coordination-days": "改協調天數",
    "fetch-answers": "下載點名表格",
    "collect-opinions": "收意見",
    "opinions-address": "取意見參採表位址",
    "fetch-opinions": "下載意見參採表",
    "open-group": "啟用群組",
    "close-group": "停用群組",
    "pause-sending": "暫停發送",
    "resume-sending": "恢復發送",
    "set-reserve": "改推播保留",
    "close-days": "登記停班",
    "reopen-days": "取消停班",
    "set-county": "改機關縣市",
    "add-pause": "登記選舉暫停",
    "remove-pause": "取消選舉暫停",
    "add-rule": "新增規則",
    "end-rule": "終止規則",
    "set-rungs": "改提醒梯次",
    "set-contact": "改聯繫提案人的主辦",
    "tell-supervisors": "改督導知會",
    "thank-monthly": "改每月謝謝",
    "digest-in-group": "改群組的提點子週報",
    "set-threshold": "改提點子門檻",
    "mute-topic": "話題靜音",
    "add-source": "新增輿情來源",
    "switch-on-source": "啟用輿情來源",
    "switch-off-source": "停用輿情來源",
    "import-posts": "匯入輿情",
    "keep-counts": "記件數",
    "meeting-address": "取會議前後表位址",
    "fetch-meeting": "下載會議前後表",
    "pass-on": "轉知",
    "pass-out": "把轉知轉出",
}
ACTORS = {"operator": "系統維運", "system": "系統"}


def audit_list(
    agency: Agency,
    entries: Sequence[AuditEntry],
    names: Mapping[str, str],
    *,
    page: int,
    today: date,
) -> Card:
    """Show one page of an agency's audit log; `names` resolves 「officer:12」."""
    shown = entries[(page - 1) * PAGE : page * PAGE]
    more = len(entries) > page * PAGE
    return Card(
        alt=f"{agency.short}稽核紀錄",
        kind="稽核",
        flag=agency.short,
        title="最近的查看與異動",
        items=tuple(
            Item(
                _sentence(entry, names),
                show_moment(entry.at, today=today),
            )
            for entry in shown
        ),
        body="" if shown else "沒有紀錄。",
        note="只能新增、不能改；有人動過會查得出來。",
        buttons=(Button("更多", f"稽核 第{page + 1}頁", primary=True),) if more else (),
    )


def _sentence(entry: AuditEntry, names: Mapping[str, str]) -> str:
    actor = names.get(entry.actor) or ACTORS.get(entry.actor, entry.actor)
    action = ACTIONS.get(entry.action, entry.action)
    target = names.get(entry.target, "")
    return f"{actor} {action}" + (f"：{target}" if target and target != actor else "")


def ask_erase(name: str, command: str, *, own: bool) -> Card:
    """Ask once more before a person is wiped."""
    whose = "您" if own else name
    return Card(
        alt="清除個資前再確認一次",
        kind="清除個資",
        tone=Tone.NOTICE,
        title=f"清除{whose}的姓名、電話、郵件和帳號？",
        body="清除後無法復原；辦過的案件紀錄會留著，只剩編號。",
        buttons=(Button("確定清除", command), Button("先不要", "我的資料", primary=True)),
    )


def erased(*, own: bool) -> Card:
    """Confirm that a person was wiped, without the name."""
    if own:
        return Card.sentence("您的資料清除了，這個帳號也解除綁定。謝謝您這段時間的協助。")
    return Card.sentence("清除了；稽核紀錄留下這件事，不留內容。")


def retention_list(stored: Mapping[str, str | None]) -> Card:
    """Show how long each kind of data is kept; a card has room for five."""
    kept = [(f"{r.kind} {days_of(r, stored.get(r.kind))} 天", r.what) for r in RETENTIONS]
    return Card(
        alt="保存期限",
        kind="保存期限",
        title="各種資料保存多久",
        items=tuple(Item(days, what) for days, what in kept[:5]),
        body="\n".join(f"{days}：{what}" for days, what in kept[5:]),
        note="修改：保存期限 訊息 30。案件與稽核紀錄不自動刪除。",
    )


def retention_kept(retention: Retention, days: int) -> Card:
    """Confirm a new retention."""
    return Card.sentence(f"好，{retention.what}保存 {days} 天，下次清理起照新的天數。")
