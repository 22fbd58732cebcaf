"""Cards that propose words to listen for, to be agreed to by a tap."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.message import Button, Card, Fact, Item
from handlers.watch.cards import subject
from handlers.watch.commands.trying import Tried
from handlers.watch.rules.subjects import namesakes

WORDS_SHOWN = 30  # characters
LISTED = 6  # words that are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed, and how it is agreed to."""

    line: str  # the command that words are added to: 「訂閱 案件38」
    options: str  # what was said besides: 「本機關」
    tried: Tried
    lines: tuple[Item, ...]  # the latest that fit

    def agreed(self, words: str) -> str:
        """Write the command that says yes."""
        return " ".join(part for part in (self.line, words, self.options) if part)


def case_card(number: str, words: Sequence[str], proposal: Proposal, *, in_group: bool) -> Card:
    """Propose words for the topic of a case."""
    all_words = " ".join(words)
    line = proposal.agreed(all_words)
    wider = proposal.agreed(words[0])
    own = proposal.agreed("您的字")
    wide = f"寬一點：只聽「{words[0]}」。" if len(words) > 1 else ""
    says = f"同意就打：#{line}" if in_group else f"要改字：{own}"
    return Card(
        alt=f"案件 {number} 的輿情：先看這些字對不對",
        kind="輿情",
        number=f"案件 {number}",
        title="用這些字聽這一件，好嗎？",
        facts=(
            Fact("都要出現", "、".join(words), strong=True),
            Fact("試算", proposal.tried.words),
        ),
        items=proposal.lines[:3],
        note=f"還沒有訂。{wide}{says}",
        buttons=(
            Button("就這樣訂", line, primary=True),
            *((Button("寬一點", wider),) if len(words) > 1 else ()),
        ),
    )


def agency_card(
    short: str,
    words: tuple[Sequence[str], Sequence[str], Sequence[str]],
    proposal: Proposal,
    wide: Tried,
) -> Card:
    """Propose the names of an agency, and what it answers for besides."""
    names, kept, common = words
    some = "、".join(common[:LISTED])
    left_out = f"太常見、沒放進來：{some}{'…' if len(common) > LISTED else ''}。" if common else ""
    others = namesakes(names)
    abroad = f"{others[0]}這類外國同名的不算。" if others else ""
    duties = f"再加 {len(kept)} 個業務字：{subject('、'.join(kept), WORDS_SHOWN)}。{wide.words}"
    yes, also = proposal.agreed("只聽名稱"), proposal.agreed("也聽業務")
    return Card(
        alt=f"{short}的輿情：選一種聽法",
        kind="輿情",
        title=f"{short}的輿情，要怎麼聽？",
        facts=(
            Fact("只聽名稱", f"{'、'.join(names)}。{proposal.tried.words}", strong=True),
            *((Fact("也聽業務", duties),) if kept else ()),
        ),
        items=proposal.lines[:3],
        note=f"還沒有訂。{left_out}{abroad}",
        buttons=(
            Button("只聽名稱", yes, primary=True),
            *((Button("也聽業務", also),) if kept else ()),
        ),
    )
