"""An invented roster of realistic size, and questions about it, from a seed."""

import csv
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pypinyin import lazy_pinyin

from storage.records.agencies import Agency, Level
from storage.records.officers import Appointment, Officer, Role

AGENCY_COUNT = 2_000
OFFICER_COUNT = 10_000
QUESTIONS_EACH = 500
DATA = Path(__file__).parents[1] / "storage" / "data" / "agencies.csv"
LEVELS = {"1": Level.FIRST, "2": Level.SECOND, "3": Level.THIRD, "地方": Level.LOCAL}
FORMER_SHARE = 0.4  # of the invented agencies that had another name
MISTAKEN_MIN = 3  # characters; a name of two has none to spare
ROLES = (Role.PO, Role.PO, Role.DEPUTY, Role.TEAM, Role.BUSINESS_UNIT)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MATTERS = _words("""
    水利 森林 礦務 能源 智慧 財產 標準 檢驗 貿易 投資 工業 商業 產業 園區 企業 職業
    安全 衛生 勞動 保險 基金 就業 訓練 移民 人口 戶政 地政 測繪 建築 都市 住宅 國土
    公園 消防 空勤 災害 防救 警政 社會 家庭 婦幼 長照 食品 藥物 疾病 醫事 口腔 心理
    健康 資源 循環 化學 毒物 氣候 大氣 海洋 海岸 漁業 農糧 畜牧 林業 水土 植物 動物
    防疫 鐵道 公路 航港 民航 觀光 郵政 電信 通訊 數位 資通 網路 文化 資產 影視 音樂
    圖書 檔案 語言 客家 原民 青年 體育 學前 高等 技職 師資 科技 研究 太空 核能 輻射
    稅務 關務 國庫 國有 證券 期貨 銀行 金融 檢查 採購 主計 統計 人事 培訓 選舉 廉政
    矯正 行政
""")
ACTIONS = _words("管理 發展 推動 輔導 服務 監理 保育 調查 規劃 稽核")
KINDS = _words("署 局 處 中心 委員會 院 所")
SURNAMES = (
    "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙"
    "顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬董唐藍蔣石"
)
GIVEN = (
    "怡君雅婷志明俊宏淑芬美玲家豪冠宇宗翰佳穎欣雨柏承彥廷詩涵心妤子晴品妍宥恩承恩睿哲書瑋建國"
    "文雄秀英麗華惠如玉珍月娥金龍榮輝正義信義仁和永昌進財春生秋菊冬梅筱慧曉薇思妘若馨以安靜宜"
    "國棟育誠凱文士賢政勳孟儒昱嘉奕辰語彤芷瑜采潔映竹允中定邦"
)
LATIN = _words("Amy Ben Cindy Doris Eric Fiona Gary Helen Ivy Jason Kelly Leo Mandy Nick Olive")
WORDINGS = (
    "{}", "{}", "{} 窗口", "請問{}的聯絡人是誰", "{}現在誰在管啊", "幫我找{}", "{}的承辦電話",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SyntheticWorld:
    """A roster that nobody serves in."""

    agencies: tuple[Agency, ...]
    officers: tuple[Officer, ...]
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and whom it means: an agency, or an officer."""

    text: str
    agency_id: int = 0
    officer_id: int = 0


def build_world(chance: random.Random) -> SyntheticWorld:
    """Compose agencies and people; no two agencies share a name."""
    agencies = _real()
    taken = {name for a in agencies for name in (a.name, *a.short_names, *a.former_names)}
    parents = [agency for agency in agencies if agency.level is Level.SECOND]
    while len(agencies) < AGENCY_COUNT:
        made = _invent(chance, len(agencies) + 1, chance.choice(parents))
        names = {made.name, *made.short_names, *made.former_names}
        if not names & taken:
            taken |= names
            agencies.append(made)
    officers = tuple(_person(chance, number) for number in range(1, OFFICER_COUNT + 1))
    appointments = tuple(_appoint(chance, officer, agencies) for officer in officers)
    return SyntheticWorld(tuple(agencies), officers, appointments)


def _real() -> list[Agency]:
    ids: dict[str, int] = {}
    found: list[Agency] = []
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ids[row["name"]] = len(ids) + 1
            if row["valid_to"]:
                continue  # nobody answers for what is gone
            found.append(
                Agency(
                    id=ids[row["name"]],
                    name=row["name"],
                    level=LEVELS[row["level"]],
                    short_names=tuple(filter(None, row["short_names"].split(";"))),
                    english=row["english"],
                    acronym=row["acronym"],
                    former_names=tuple(filter(None, row["former_names"].split(";"))),
                    parent_id=ids.get(row["parent"]),
                    duties=tuple(filter(None, row["duties"].split(";"))),
                )
            )
    return found


def _invent(chance: random.Random, number: int, parent: Agency) -> Agency:
    first, second = chance.sample(MATTERS, 2)
    kind = chance.choice(KINDS)
    action = chance.choice((*ACTIONS, "", "", ""))
    name = f"{first}{second if action else ''}{action or second}{kind}"
    before = chance.choice([other for other in KINDS if other != kind])
    return Agency(
        id=number + 1000,
        name=f"{parent.name}{name}",
        level=Level.THIRD,
        short_names=(f"{first[0]}{second[0]}{kind.replace('委員', '')}",),
        former_names=(f"{parent.name}{name.removesuffix(kind)}{before}",)
        if chance.random() < FORMER_SHARE
        else (),
        parent_id=parent.id,
        duties=(first + second,),
    )


def _person(chance: random.Random, number: int) -> Officer:
    name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
    nicknames = ("", "", "", f"阿{name[-1]}", f"小{name[1]}", f"{chance.choice(LATIN)}{number}")
    return Officer(id=number, name=name, nickname=chance.choice(nicknames))


def _appoint(chance: random.Random, officer: Officer, agencies: list[Agency]) -> Appointment:
    return Appointment(
        id=officer.id,
        officer_id=officer.id,
        agency_id=chance.choice(agencies).id,
        role=chance.choice(ROLES),
        unit=f"{chance.choice(MATTERS)}{chance.choice('司處組科')}",
        handles=(f"{chance.choice(MATTERS)}{chance.choice(MATTERS)}{chance.choice(ACTIONS)}",),
    )


def questions(
    world: SyntheticWorld, chance: random.Random, count: int
) -> dict[str, list[Question]]:
    """Make `count` questions of each kind (fewer where there are not so many)."""
    full = [Question(a.name, a.id) for a in world.agencies]
    short = [Question(s, a.id) for a in world.agencies for s in a.short_names]
    former = [Question(f, a.id) for a in world.agencies for f in a.former_names]
    kinds = {"full name": full, "short name": short, "former name": former}
    asked = {kind: _sample(chance, some, count) for kind, some in kinds.items()}
    everything = full + short + former
    asked["name in a sentence"] = [
        replace(q, text=chance.choice(WORDINGS).format(q.text))
        for q in _sample(chance, everything, count)
    ]
    asked["拼音 of a short name"] = [
        replace(q, text="".join(lazy_pinyin(q.text))) for q in _sample(chance, short, count)
    ]
    for kind, some in kinds.items():
        for mistake, spoil in MISTAKES.items():
            spoiled = [
                replace(q, text=spoil(chance, q.text)) for q in some if len(q.text) >= MISTAKEN_MIN
            ]
            asked[f"{kind}, {mistake}"] = _sample(chance, spoiled, count // 2)
    known = Counter(name for o in world.officers for name in (o.name, o.nickname))
    people = [Question(o.name, officer_id=o.id) for o in world.officers if known[o.name] == 1]
    nicknames = [
        Question(o.nickname, officer_id=o.id) for o in world.officers if known[o.nickname] == 1
    ]
    asked["person"] = _sample(chance, people, count)
    asked["nickname"] = _sample(chance, nicknames, count)
    topics = [Question(a.handles[0], a.agency_id) for a in world.appointments]
    asked["topic of 負責事項"] = [
        replace(q, text=f"{q.text} 找誰") for q in _sample(chance, topics, count)
    ]
    return asked


def _sample(chance: random.Random, some: list[Question], count: int) -> list[Question]:
    return chance.sample(some, min(count, len(some)))


def _common_characters() -> tuple[str, ...]:
    """Return the 5,401 frequently used characters: Big5's first level."""
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    codes = ((row, cell) for row in range(0xA4, 0xC7) for cell in cells)
    return tuple(bytes(code).decode("big5") for code in codes if code <= (0xC6, 0x7E))


COMMON = _common_characters()


def _by_sound() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for char in COMMON:
        groups.setdefault(lazy_pinyin(char)[0], []).append(char)
    return groups


BY_SOUND = _by_sound()


def _put(text: str, at: int, char: str, *, cut: int) -> str:
    return text[:at] + char + text[at + cut :]


def _sounding(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    alike = [c for c in BY_SOUND.get(lazy_pinyin(text[at])[0], ()) if c != text[at]]
    return _put(text, at, chance.choice(alike or COMMON), cut=1)


def _other(chance: random.Random, text: str) -> str:
    return _put(text, chance.randrange(len(text)), chance.choice(COMMON), cut=1)


def _added(chance: random.Random, text: str) -> str:
    return _put(text, chance.randrange(len(text) + 1), chance.choice(COMMON), cut=0)


def _dropped(chance: random.Random, text: str) -> str:
    return _put(text, chance.randrange(len(text)), "", cut=1)


def _swapped(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) - 1)
    return _put(text, at, text[at + 1] + text[at], cut=2)


MISTAKES: dict[str, Callable[[random.Random, str], str]] = {
    "same sound": _sounding,
    "other character": _other,
    "swapped": _swapped,
    "one too many": _added,
    "one missing": _dropped,
}
