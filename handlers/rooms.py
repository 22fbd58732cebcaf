"""The table of contents of the whole bot: which rooms are open. 說明 is the dispatcher's own."""

from bot.room import Room
from handlers.bindings.commands import commands as binding_commands
from handlers.cases.commands import commands as case_commands
from handlers.chats.commands import commands as chat_commands
from handlers.contacts.commands import commands as contact_commands
from handlers.coordination.commands import commands as coordination_commands
from handlers.delivery.commands import commands as delivery_commands
from handlers.notices.commands import commands as notice_commands
from handlers.opinions.commands import commands as opinion_commands
from handlers.people.commands import commands as people_commands
from handlers.petitions.commands import commands as petition_commands
from handlers.presence.commands import commands as presence_commands
from handlers.privacy.commands import commands as privacy_commands
from handlers.profile.commands import commands as profile_commands
from handlers.reminders.commands import commands as reminder_commands
from handlers.requests.commands import commands as request_commands
from handlers.rescue.commands import commands as rescue_commands
from handlers.services import Services
from handlers.shared.access import Speaker
from handlers.sources.commands import commands as source_commands
from handlers.watch.commands import commands as watch_commands

# What officers need most, from the first on: 說明 begins with five of these.
FRONT = ("登記", "找", "查詢", "案件", "更新", "結案", "指派", "備註", "復原", "簽稿")

ROOMS: tuple[Room[Services, Speaker], ...] = (
    Room("案件", case_commands),
    Room("期限", reminder_commands),
    Room("提點子", petition_commands),
    Room("預告", notice_commands),
    Room("聯絡", contact_commands),
    Room("聯絡單", request_commands),
    Room("協調", coordination_commands),
    Room("意見", opinion_commands),
    Room("輿情", watch_commands),
    Room("來源", source_commands),
    Room("綁定", binding_commands),
    Room("人員", people_commands),
    Room("我的資料", profile_commands),
    Room("請假", presence_commands),
    Room("求救", rescue_commands),
    Room("個資", privacy_commands),
    Room("群組", chat_commands),
    Room("送達", delivery_commands),
)
