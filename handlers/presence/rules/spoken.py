"""How people say that they are on leave, with the days in front: shapes of 請假."""

from bot.room import Shape

_GO = "請假|休假|請特休|特休|出差|公出|公假|補休|請事假|請病假"
_SAID = f"我? & 我? 要|會|想? {_GO} 喔|哦|了|啦|囉?"
_DEPUTY = "職務代理人|代理人|代理|職代"
SHAPES = (
    Shape(_SAID, means="&"),
    Shape(f"{_SAID} {_DEPUTY} 是|為|請|找? *", means="& 代理 *"),
    Shape(f"我? & 我? 要? 出國 {_DEPUTY} 是|為|請|找? *", means="& 代理 *"),
    Shape(f"{_SAID} 由|請|找? * 代理|職代|代班", means="& 代理 *"),
    *(
        Shape(f"我? & 我? 請|要請 半天|半日 假? {half}", means=f"& {half}")
        for half in ("上午", "下午")
    ),
    Shape("我? & 我? 要|會|想? 請 ~ 假 喔|哦|了|啦?", means="& ~", sure=False),
)
