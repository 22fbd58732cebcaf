"""意見摘要: people before comments, one to one only."""

from bot.room import Access, Place, Result, Shape
from handlers.opinions.cards import summary_card
from handlers.opinions.commands.board import commands
from handlers.opinions.commands.desk import asked_case, find_matter, note_look
from handlers.opinions.errors import NoOpinionsError
from handlers.opinions.rules.counting import tally
from handlers.opinions.rules.summary import frequent, representative
from handlers.services import Asked, Services


@commands.add(
    "意見摘要",
    usage="意見摘要 <案號>",
    summary="幾個人、幾則、常提到什麼、三則代表",
    aliases=("意見統計", "摘要意見", "留言摘要", "意見重點"),
    shapes=(
        Shape("# 大家|民眾|網友 都? 說|講|在說|在講|反映|反應 了? 什麼|些什麼|哪些", "#"),
        Shape("# 有? 多少人|幾個人|幾人 留言|留意見|提意見|表示意見", "#"),
        Shape("# 意見|留言 整理|彙整|摘要", "#"),
    ),
    examples=("意見摘要 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def summarise(request: Asked, services: Services) -> Result:
    """Say how many people said what, early, while the period still runs."""
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, asked_case(request), example="意見摘要 42")
        everything = uow.opinions.of_case(matter.case.id)
        if not everything:
            raise NoOpinionsError(matter.number)
        note_look(uow, request, matter)
        uow.commit()
    return summary_card(
        matter.case, tally(everything), frequent(everything), representative(everything)
    )
