"""One text being read: the steps from its wordings to what it asks for. Pure."""

import re

from bot.folded import fold
from bot.found import Found, Sentence
from bot.misspelt import Misspelt
from bot.phrases import (
    CONNECTIVE,
    HOW,
    LINK,
    MANUAL,
    NAMED_NUMBER,
    NUMBER,
    NUMBER_FLUFF,
    NUMBER_INSIDE,
    OPENING,
    QUESTION_TAIL,
    QUESTION_WORD,
    REASSIGNED,
)
from bot.room import Bare
from bot.sentence import (
    OPENINGS,
    argument_of,
    argument_of_phrase,
    asked_about,
    find_wordings,
    leading_number,
    number_in,
    strip_question,
    whole_argument,
)
from bot.spelling import Speller
from bot.stance import Stance, judge, judge_telling
from bot.understanding import Guess, Reason, Understanding
from bot.vocabulary import Entry, Form, Vocabulary

WHOLE_NUMBER = re.compile(NUMBER)
ONLY_NUMBER = re.compile(rf"(?:{OPENING})*+{NUMBER}{NUMBER_FLUFF}*+")
NEXT_REQUEST = re.compile(rf"(?:{CONNECTIVE})(?:{OPENING})*$")
NEXT_LINE = re.compile(r"\n\s*$")


class Reading:
    """One text being read; each step either decides or leaves it to the next."""

    def __init__(self, vocabulary: Vocabulary, speller: Speller, sentence: Sentence) -> None:
        self._speller = speller
        self._misspelt_words = Misspelt(vocabulary, speller, sentence)
        self._sentence = sentence
        self._by_bare = vocabulary.by_bare
        self._found = find_wordings(sentence, vocabulary.wordings)
        self._words = [f for f in self._found if f.wording.form is Form.WORD]
        self._stances = {f: judge(f) for f in self._words}
        for told in self._found:
            if told.wording.form is Form.TELLING:
                self._stances[told] = judge_telling(told)

    def decide(self) -> Understanding:
        """Go through the steps in their order; the first that knows decides."""
        steps = (
            self._verb_first,
            self._question_for_a_fact,
            self._verb_later,
            self._doubtful,
            self._bare,
            self._misspelt,
        )
        for step in steps:
            understood = step()
            if understood:
                return understood
        return Understanding.nothing(Reason.UNKNOWN)

    def next_requests(self) -> tuple[tuple[int, int], ...]:
        """Return where further orders are joined on and where they begin: 「登記 … 然後找 …」."""
        first = next((f for f in self._words if f.is_first), None)
        cuts: list[tuple[int, int]] = []
        for other in self._words:
            if first is None or other.start <= first.end or other.is_negated:
                continue
            joint = NEXT_REQUEST.search(other.near)
            same = other.wording.entry == first.wording.entry
            if joint:
                cuts.append((other.start - len(other.near) + joint.start(), other.start))
            elif same and NEXT_LINE.search(other.near):
                cuts.append((other.start, other.start))
        return tuple(cuts)

    @property
    def _general(self) -> Entry | None:
        """The command that searches for anything: a 「查」 that yields to a clearer wording."""
        return self._by_bare.get(Bare.LINK)

    def _with(self, *stances: Stance) -> list[Found]:
        return [f for f in self._found if self._stances.get(f) in stances]

    def _phrases(self) -> list[Found]:
        phrases = (f for f in self._found if f.wording.form is Form.PHRASE)
        asking = (f for f in phrases if not f.is_negated and not REASSIGNED.match(f.after))
        usable = (f for f in asking if not f.wording.entry.changes)
        return sorted(usable, key=lambda f: f.start - f.end)

    def _verb_first(self) -> Understanding | None:
        first = next((f for f in self._words if f.is_first), None)
        if first is None:
            return None
        match self._stances[first]:
            case Stance.ORDER if self._yields(first) or self._asks_how(first):
                return None
            case Stance.ORDER:
                argument = self._after_misspelling(first) or self._of_first(first)
                return self._sure(first.wording.entry, argument, Reason.VERB_FIRST)
            case Stance.NEGATED:
                return Understanding.nothing(Reason.NEGATED)
            case Stance.EITHER:
                guesses = [self._guess(first), *self._about(first)]
                return Understanding.close(guesses, Reason.EITHER)
            case _:
                return self._explained(first)

    def _of_first(self, first: Found) -> str:
        """Return the argument; 「找窗口」 names its command twice and says nothing else."""
        rest = strip_question(first.after).strip()
        twice = any(
            f.wording.entry == first.wording.entry and f.wording.text == rest
            for f in self._words
            if f.start >= first.end
        )
        return leading_number(first) if twice else argument_of(first)

    def _sure(self, entry: Entry, argument: str, reason: Reason) -> Understanding:
        """Make an order; a look-up of one number shows that case, and 「看菸捐」 is a look-up."""
        one = self._by_bare.get(Bare.NUMBER)
        if entry == self._general and one and WHOLE_NUMBER.fullmatch(fold(argument).text):
            return Understanding.sure(one.name, number_in(fold(argument).text), reason)
        if entry == one and self._general and argument and not self._sentence.has_number:
            return Understanding.sure(self._general.name, argument, reason)
        return Understanding.sure(entry.name, argument, reason)

    def _explained(self, first: Found) -> Understanding | None:
        """「說明登記」."""
        if first.wording.entry.name != MANUAL:
            return None
        other = next((f for f in self._words if f.start == first.end and not f.after), None)
        name = other.wording.entry.name if other else ""
        return Understanding.sure(MANUAL, name, Reason.VERB_FIRST) if other else None

    def _after_misspelling(self, first: Found) -> str:
        """Return the argument after 「查尋」, which is 查詢 misspelt rather than 查 and 尋."""
        if not first.wording.is_short or first.apart_after:
            return ""
        near = self._speller.guess_start(self._sentence.text[first.start :])
        if near is None or near[0] != first.wording.entry.name:
            return ""
        rest = self._sentence.folded.typed(first.start + near[1], self._sentence.end)
        return rest.strip()

    def _yields(self, first: Found) -> bool:
        """Whether a general 「查」 gives way to 「誰負責」 or 「窗口」 later in the text."""
        if first.wording.entry not in (self._general, self._by_bare.get(Bare.NUMBER)):
            return False
        others = [f for f in self._with(Stance.ORDER) if not strip_question(f.after).strip()]
        return any(
            f.wording.entry != first.wording.entry and not f.wording.entry.changes
            for f in [*self._phrases(), *others]
        )

    def _asks_how(self, first: Found) -> bool:
        """Whether all that follows asks for the manual: 「登記 怎麼用」「登記 說明」."""
        rest = strip_question(first.after).strip()
        return first.wording.entry.name != MANUAL and any(
            f.wording.entry.name == MANUAL and f.wording.text == rest for f in self._found
        )

    def _question_for_a_fact(self) -> Understanding | None:
        """「…誰在管」."""
        phrases = self._phrases()
        if not phrases:
            return self._manual_last()
        entry = phrases[0].wording.entry
        general = [
            f for f in self._words if f.is_first and f.wording.entry in (entry, self._general)
        ]
        cut = [] if entry.name == MANUAL else [*phrases[1:], *general]
        argument = argument_of_phrase(phrases[0], cut)
        orders = [f for f in self._with(Stance.ORDER) if f.wording.entry.changes]
        if orders:
            guesses = (self._guess(orders[0]), Guess(entry.name, argument))
            return Understanding.close(guesses, Reason.SEVERAL)
        return Understanding.sure(entry.name, argument, Reason.PHRASE)

    def _manual_last(self) -> Understanding | None:
        """「登記 說明」."""
        first = next((f for f in self._words if f.is_first), None)
        if first is None or not self._asks_how(first):
            return None
        return Understanding.sure(MANUAL, first.wording.entry.name, Reason.VERB_LATER)

    def _verb_later(self) -> Understanding | None:
        """A verb that does not come first, or a report beside a case number."""
        orders = self._with(Stance.ORDER)
        changing = [f for f in orders if f.wording.entry.changes]
        if len({f.wording.entry.name for f in changing}) > 1:
            guesses = (self._guess(f) for f in reversed(changing))
            return Understanding.close(guesses, Reason.SEVERAL)
        if orders and self._with(Stance.NEGATED):
            return Understanding.nothing(Reason.NEGATED)
        best = max(changing or orders, key=lambda f: (f.end - f.start, f.start), default=None)
        if best is None:
            return None
        if best.wording.entry == self._general and self._sentence.has_number:
            shown = self._about(best)[0]  # 「長官問 42 結案了沒 幫我看一下」
            return Understanding.sure(shown.command, shown.argument, Reason.NUMBER)
        reason = Reason.TELLING if best.wording.form is Form.TELLING else Reason.VERB_LATER
        return Understanding.sure(best.wording.entry.name, self._argument(best), reason)

    def _argument(self, found: Found) -> str:
        if found.wording.form is Form.TELLING:
            return whole_argument(self._sentence)
        if found.is_first or found.wording.entry.changes:
            return argument_of(found)
        looks = (self._general, self._by_bare.get(Bare.NUMBER))
        general = [f for f in self._words if f.is_first and f.wording.entry in looks]
        return argument_of_phrase(found, general)

    def _guess(self, found: Found) -> Guess:
        entry = found.wording.entry
        return Guess(entry.name, self._argument(found) if entry.takes_argument else "")

    def _about(self, found: Found) -> tuple[Guess, ...]:
        """Guess what a question about a change wants to see."""
        number = number_in(self._sentence.text)
        entry = self._by_bare.get(Bare.NUMBER if number else Bare.LINK, self._general)
        if entry is None:
            return ()
        return (Guess(entry.name, number or asked_about(found)),)

    def _doubtful(self) -> Understanding | None:
        """Negations, questions about a change, and verbs that may or may not be meant."""
        if self._with(Stance.NEGATED):
            return Understanding.nothing(Reason.NEGATED)
        asked = self._with(Stance.QUESTION, Stance.EITHER)
        how = next((f for f in self._words if HOW.search(f.near)), None)
        if how:
            return Understanding.sure(MANUAL, how.wording.entry.name, Reason.QUESTION)
        if asked:
            return Understanding.close(self._about(asked[0]), Reason.QUESTION)
        maybe = self._with(Stance.MAYBE)
        if not maybe:
            return None
        return Understanding.close((self._guess(f) for f in maybe), Reason.MAYBE)

    def _bare(self) -> Understanding | None:
        """A link or a case number without any verb."""
        text = self._sentence.text
        if self._general and LINK.search(text):
            argument = whole_argument(self._sentence)
            return Understanding.sure(self._general.name, argument, Reason.LINK)
        entry = self._by_bare.get(Bare.NUMBER)
        if entry is None:
            return None
        number = ONLY_NUMBER.fullmatch(text)
        if number:
            return Understanding.sure(entry.name, number.group("number"), Reason.NUMBER)
        named = None if self._words else NAMED_NUMBER.search(text)
        if named is None:
            return self._asked_of_number(entry)
        guess = Guess(entry.name, named.group(1) or named.group(2))
        return Understanding.close((guess,), Reason.NUMBER)

    def _asked_of_number(self, entry: Entry) -> Understanding | None:
        """Offer the case that a question begins with: 「3 送到哪裡了」."""
        text = self._sentence.text
        opening = OPENINGS.match(text)
        first = NUMBER_INSIDE.match(text, opening.end() if opening else 0)
        if first is None or not (QUESTION_WORD.search(text) or QUESTION_TAIL.search(text)):
            return None
        return Understanding.close((Guess(entry.name, first.group("number")),), Reason.QUESTION)

    def _misspelt(self) -> Understanding | None:
        guesses = self._misspelt_words.guesses(self._words)
        return Understanding.close(guesses, Reason.SPELLING) if guesses else None
