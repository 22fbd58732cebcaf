"""The index of names: exactly written, sounding alike, nearly written."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, LCSseq

from handlers.contacts.rules.finding_answers import Reason
from handlers.contacts.rules.names import has_han
from handlers.contacts.rules.phonetic import (
    loosen,
    sound_of,
    typed_keys,
    typed_pinyin,
    typed_zhuyin,
)

QUERY_MIN = 2  # folded characters
QUERY_MAX = 40  # folded characters; nobody mistypes a longer name by accident only
PINYIN_MIN = 4  # letters; shorter ones are words or acronyms
SURE_SYLLABLES = 3  # two syllables have too many homophones
HAN_EDITS = (3, 6)  # characters; from here one mistake is looked for, from there two
LATIN_EDITS = (5, 9)
_ABBREVIATED = 66.0  # 勞委會 for 勞工委員會: same first and last character
_ABBREVIATES_WELL = 9  # characters; three of more than that say little
KINDS_OF_AGENCY = frozenset("院部會署局府")
_ALL_BUT_THE_KIND = 91.0  # 環境 for 環境部: above any topic
_BEST_LIKELY = 95.0  # a likely name never scores as high as a written one


@dataclass(frozen=True, slots=True)
class Entry:
    """One name and whose it is: an agency's (perhaps with a unit of it), or an officer's."""

    key: str  # folded
    written: str
    reason: Reason
    agency_id: int = 0
    officer_id: int = 0
    unit: str = ""
    explicit: bool = True


@dataclass(frozen=True, slots=True)
class Likely:
    """An entry that is probably meant, and how probably (0 to 95)."""

    entry: Entry
    reason: Reason
    score: float


class NameIndex:
    """All names, immutable."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index `entries`; those with an empty key are left out."""
        by_key: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.key:
                by_key[entry.key].append(entry)
        self._by_key = dict(by_key)
        self._keys_by_length: defaultdict[int, list[str]] = defaultdict(list)
        self._latin: list[str] = []
        for key in self._by_key:
            if has_han(key):
                self._keys_by_length[len(key)].append(key)
            else:
                self._latin.append(key)
        self._index_sounds()

    def _index_sounds(self) -> None:
        self._toned: defaultdict[str, list[Entry]] = defaultdict(list)
        self._plain: defaultdict[str, list[Entry]] = defaultdict(list)
        self._loose: defaultdict[str, list[Entry]] = defaultdict(list)
        self._zhuyin: defaultdict[str, list[Entry]] = defaultdict(list)
        for key, entries in self._by_key.items():
            sound = sound_of(key) if len(key) > 1 else None
            if sound is None:
                continue
            self._toned[sound.toned] += entries
            self._plain[sound.plain] += entries
            self._loose[sound.loose] += entries
            self._zhuyin[sound.zhuyin] += entries
        self._plain_keys = [plain for plain in self._plain if len(plain) >= PINYIN_MIN]

    @property
    def keys(self) -> Iterable[str]:
        """Every folded name."""
        return self._by_key.keys()

    def exact(self, key: str) -> tuple[Entry, ...]:
        """Return whose name `key` (folded) is; official spellings hide derived ones."""
        entries = self._by_key.get(key, [])
        explicit = tuple(entry for entry in entries if entry.explicit)
        return explicit or tuple(entries)

    def typed_sound(self, text: str) -> tuple[Entry, ...]:
        """Return what 注音 or 拼音 `text` (not folded) spells out completely."""
        for zhuyin in (typed_zhuyin(text), typed_keys(text)):
            if len(zhuyin) >= PINYIN_MIN and zhuyin in self._zhuyin:
                return tuple(self._zhuyin[zhuyin])
        pinyin = typed_pinyin(text)
        if len(pinyin) >= PINYIN_MIN and pinyin in self._plain:
            return tuple(self._plain[pinyin])
        return ()

    def same_sound(self, key: str) -> tuple[Entry, ...]:
        """Return what sounds exactly like `key`, tones included; three syllables or more."""
        sound = sound_of(key)
        if sound is None or sound.syllable_count < SURE_SYLLABLES:
            return ()
        return tuple(self._toned.get(sound.toned, ()))

    def likely(self, text: str, key: str) -> list[Likely]:
        """Return entries nearly written or sounding like `key`; `text` is it unfolded."""
        if not QUERY_MIN <= len(key) <= QUERY_MAX:
            return []
        found = self._near_sounds(text, key)
        if has_han(key):
            found += self._near_han(key)
        else:
            found += self._near_latin(key)
        return sorted(found, key=lambda likely: -likely.score)

    def _near_sounds(self, text: str, key: str) -> list[Likely]:
        sound = sound_of(key)
        if sound is not None:
            scored = ((self._plain, sound.plain, 80.0), (self._loose, sound.loose, 72.0))
            return [
                Likely(entry, Reason.PHONETIC, score)
                for sounds, wanted, score in scored
                for entry in sounds.get(wanted, ())
                if len(entry.key) == len(key)  # 高院 is not 高雨安
            ]
        pinyin = typed_pinyin(text)
        if len(pinyin) < PINYIN_MIN + 1:
            return []
        alike = [(plain, 70.0) for plain in (pinyin,) if plain in self._plain]
        near = process.extract(
            pinyin, self._plain_keys, scorer=OSA.distance, score_cutoff=1, limit=20
        )
        alike += [(plain, 60.0) for plain, _, _ in near]
        return [
            Likely(entry, Reason.PHONETIC, score)
            for plain, score in alike
            for entry in self._plain[plain]
        ] + [Likely(e, Reason.PHONETIC, 55.0) for e in self._loose.get(loosen(pinyin), ())]

    def _near_han(self, key: str) -> list[Likely]:
        found: list[Likely] = []
        edits = bisect_right(HAN_EDITS, len(key))
        longest = len(key) + max(1, edits)  # of two characters the third may be missing
        for length in range(max(HAN_EDITS[0], len(key) - edits), longest + 1):
            keys = self._keys_by_length.get(length, [])
            cutoff = max(1, edits)
            near = process.extract(key, keys, scorer=OSA.distance, score_cutoff=cutoff, limit=60)
            found += [
                Likely(entry, Reason.TYPO, _typo_score(key, name, int(distance), entry))
                for name, distance, _ in near
                for entry in self.exact(name)
            ]
        return found + self._holding(key)

    def _holding(self, key: str) -> list[Likely]:
        """Return names that hold the characters of `key` in their order: 勞委會, 食品藥物."""
        found: list[Likely] = []
        for length, keys in self._keys_by_length.items():
            if length <= len(key):
                continue
            held = process.extract(
                key, keys, scorer=LCSseq.similarity, score_cutoff=len(key), limit=None
            )
            for name, _, _ in held:
                if len(key) < HAN_EDITS[0] < length and key not in name:
                    continue  # any two characters stand somewhere in a long name
                found += [
                    Likely(entry, Reason.PARTIAL, _partial_score(key, name, entry))
                    for entry in self.exact(name)
                    if not entry.officer_id or key in name
                ]
        return found

    def _near_latin(self, key: str) -> list[Likely]:
        edits = bisect_right(LATIN_EDITS, len(key))
        found: list[Likely] = []
        if edits:
            near = process.extract(
                key, self._latin, scorer=OSA.distance, score_cutoff=edits, limit=20
            )
            found += [
                Likely(entry, Reason.TYPO, 85.0 - 5 * distance)
                for name, distance, _ in near
                for entry in self.exact(name)
            ]
        if len(key) >= PINYIN_MIN:
            found += [
                Likely(entry, Reason.PARTIAL, 40 + 40 * len(key) / len(name))
                for name in self._latin
                if key in name and name != key
                for entry in self.exact(name)
            ]
        return found


def _typo_score(key: str, name: str, distance: int, entry: Entry) -> float:
    mine, theirs = sound_of(key), sound_of(name)
    sound = fuzz.ratio(mine.plain, theirs.plain) if mine and theirs else 0.0
    score = 55 * (1 - distance / max(len(key), len(name))) + 0.3 * sound
    score += 4 if key[-1] == name[-1] else 0
    score += 6 if distance == 1 and sorted(key) == sorted(name) else 0  # two swapped
    score += -4 if entry.unit else 0 if entry.officer_id else 2  # 電信處 is many agencies' unit
    return min(score, _BEST_LIKELY)


def _partial_score(key: str, name: str, entry: Entry) -> float:
    if entry.agency_id and name[:-1] == key and name[-1] in KINDS_OF_AGENCY:
        return _ALL_BUT_THE_KIND
    score = 55 * len(key) / len(name)
    if len(key) >= HAN_EDITS[0] and (key[0], key[-1]) == (name[0], name[-1]):
        score = max(score, _ABBREVIATED - 2 * max(0, len(name) - _ABBREVIATES_WELL))
    if key in name:
        score += 12 + (8 if name.startswith(key) else 0)
    score += 4 if key[-1] == name[-1] else 0
    score -= 0 if entry.explicit else 1
    return min(score, _BEST_LIKELY)
