"""How officers say that they go away, for good or for a while: shapes of two rooms' commands."""

from bot.room import Shape

_WHEN = "今天|明天|後天|這週|下週|下禮拜|下個月|下月|月底|年底|快|即將|準備|最近"
_GO = "離職|離任|退休|卸任|調職|調走|調單位|交接|換人|異動"
LEAVING = Shape(f"我? {_WHEN}? @? 我? 要|被? {_GO} 了?", sure=False)
AWAY = Shape(f"我? {_WHEN}? @? 我? 要|想? 請長假|留停|留職停薪|出國 了?", sure=False)
