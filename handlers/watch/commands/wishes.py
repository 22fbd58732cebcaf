"""All subscriptions of a moment in one automaton, kept by each process for itself."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.errors import UserError
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.query import Query, read_query
from storage.records.posts import Post
from storage.records.watching import Hearer, Subscription, Wanted
from storage.unit_of_work import UnitOfWork

SAMPLED = 500  # posts, the latest: they tell which keywords are rare
MOST_FRESH = 64  # subscriptions beside the large automaton; more cost each post more


def query_of(text: str) -> Query | None:
    """Return what a kept subscription is about; None when rules became stricter since."""
    try:
        return read_query(text)
    except UserError:
        return None


def may_see(wish: Subscription | Wanted, post: Post) -> bool:
    """Whether a post may be told to whoever hears of a subscription.

    A 轉知 is told only to whoever is on duty for its agency, as when it came in.
    """
    if post.agency_id is None:
        return True
    return wish.hearer is Hearer.AGENCY and post.agency_id == wish.agency_id


class _Automaton:
    """Some subscriptions, by their places: a small number is quicker to handle than what it is."""

    def __init__(self, queries: Mapping[Wanted, Query], sample: Sequence[str] = ()) -> None:
        self._wishes = list(queries)
        self.known = queries.keys()
        self._matcher = Matcher(dict(enumerate(queries.values())), sample)

    def met_by(self, words: str) -> Iterator[Wanted]:
        return map(self._wishes.__getitem__, self._matcher.matches(words))


class Wishes:
    """One process's memory of what is subscribed to: asked before each batch whether it is new.

    So a subscription is active from the first batch on that begins after it was committed, in every
    process. What is new has a small automaton of its own until there is much of it: making that of
    10,000 anew takes about a quarter of a second.
    """

    def __init__(self) -> None:
        self._version: int | None = None
        self._wanted: frozenset[Wanted] = frozenset()
        self._queries: dict[Wanted, Query] = {}
        self._settled, self._fresh = _Automaton({}), _Automaton({})
        self._sample: deque[str] = deque(maxlen=SAMPLED)
        self._knew_the_rare = False  # when what is settled was

    def refresh(self, uow: UnitOfWork) -> None:
        """Take in who subscribed or ended that."""
        version = uow.watching.version()
        knows_the_rare = len(self._sample) == SAMPLED
        if version != self._version:
            self._version = version
            self._know(uow.watching.wanted())
        elif self._knew_the_rare or not knows_the_rare:
            return
        fresh = {i: query for i, query in self._queries.items() if i not in self._settled.known}
        if len(fresh) <= MOST_FRESH and self._knew_the_rare == knows_the_rare:
            self._fresh = _Automaton(fresh)
            return
        self._settled = _Automaton(dict(self._queries), self._sample)
        self._fresh = _Automaton({})
        self._knew_the_rare = knows_the_rare

    def learn(self, posts: Iterable[Post]) -> None:
        """Take in what is written these days."""
        self._sample.extend(post.words for post in posts)

    def meant_by(self, post: Post) -> list[Wanted]:
        """Return the subscriptions a post meets, of those who may see it."""
        words = post.words
        met = (*self._settled.met_by(words), *self._fresh.met_by(words))
        return [wish for wish in met if wish in self._wanted and may_see(wish, post)]

    def _know(self, wanted: frozenset[Wanted]) -> None:
        self._wanted = wanted
        for gone in self._queries.keys() - wanted:
            del self._queries[gone]
        for wish in wanted - self._queries.keys():
            query = query_of(wish.text)
            if query is not None:
                self._queries[wish] = query
