"""What can go wrong with sources of public opinion."""

from collections.abc import Sequence

from bot.errors import UserError
from bot.handed import LARGEST_FILE, FileTrouble

NOT_HAD = {
    FileTrouble.GONE: ("已經不在了", "請再傳一次"),
    FileTrouble.TOO_LARGE: (
        f"超過 {LARGEST_FILE // 1_000_000} MB",
        "請只留要轉的幾則；整份日報請維運用 import-posts 匯入",
    ),
    FileTrouble.REFUSED: ("我拿不到", "請把要轉的貼上：轉知 <貼上>"),
    FileTrouble.NOT_NOW: ("一時拿不到", "請過幾分鐘再傳一次"),
}


class NoVendorError(UserError):
    """A file of posts needs a name for where it comes from."""

    def __init__(self) -> None:
        super().__init__("沒有說是誰給的檔案", hint="例如：--source 意藍日報（不要有「・」）")


class UnreadableFileError(UserError):
    """A file of posts lacks the columns that matter."""

    def __init__(self, name: str, missing: str) -> None:
        super().__init__(
            f"{name} 沒有「{missing}」欄",
            hint="第一列要有欄名：標題、內文、時間、來源、網址、作者、回文數（順序不拘）",
        )


class NoSuchSourceError(UserError):
    """There is no source by that number or name."""

    def __init__(self, text: str) -> None:
        what = f"沒有「{text[:20]}」這個來源" if text else "要說是哪一個來源"
        super().__init__(what, hint="輸入「來源」看編號，「可用來源」看可以啟用的")


class NotYourSourceError(UserError):
    """Another agency's source, or everybody's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"「{name}」不是貴機關加的", hint="請管理者處理，或自己新增一個")


class BadSourceError(UserError):
    """What was typed names no source that can be looked at."""

    def __init__(self) -> None:
        super().__init__(
            "新增來源要有名稱和 RSS 網址",
            hint="例如：新增來源 健保署新聞 https://www.nhi.gov.tw/rss",
        )


class InsideAddressError(UserError):
    """An address that may lie in our own network."""

    def __init__(self) -> None:
        super().__init__("這個網址不能讀", hint="只能是公開網站的 http 或 https 網址")


class SourceKnownError(UserError):
    """The address is a source already."""

    def __init__(self, name: str, number: int) -> None:
        super().__init__(
            f"這個網址已經是「{name}」",
            hint=f"輸入「啟用來源 {number}」或「停用來源 {number}」",
        )


class TooManySourcesError(UserError):
    """An agency has as many sources as it may."""

    def __init__(self, count: int) -> None:
        super().__init__(f"貴機關已經有 {count} 個來源", hint="先停用、移除用不到的")


class BadTuningError(UserError):
    """What was typed is none of the figures, or out of bounds."""

    def __init__(self) -> None:
        super().__init__(
            "看不懂，或超出範圍",
            hint="輿情設定 讀取 2分鐘到30分鐘（最長 1 小時）；輿情設定 彙整 5分鐘（最長 10 分鐘）",
        )


class NothingToPassOnError(UserError):
    """轉知 without anything."""

    def __init__(self) -> None:
        super().__init__("要轉知什麼？", hint="把文字或網址貼在後面：轉知 <貼上>")


class MayNotPassOnError(UserError):
    """轉知 is for those who hear from press and parliament."""

    def __init__(self) -> None:
        super().__init__(
            "轉知是給新聞聯絡人、國會聯絡人和 PO 用的", hint="要找貴機關的 PO 幫忙，輸入「求救」"
        )


class SecretToPassOnError(UserError):
    """The words may be of something secret: they are neither kept nor passed on."""

    def __init__(self) -> None:
        super().__init__("像是密件，我沒有存也沒有轉", hint="密件請直接打電話給貴機關的 PO")


class PersonalToPassOnError(UserError):
    """The words hold somebody's personal data."""

    def __init__(self, found: str) -> None:
        super().__init__(f"裡面有{found}，我沒有存也沒有轉", hint="請拿掉後再傳一次")


class NoSuchForwardError(UserError):
    """There is nothing of that number in the speaker's agency."""

    def __init__(self) -> None:
        super().__init__("找不到這則轉知", hint="輸入「轉知」看貴機關最近的轉知")


class UnknownAgencyError(UserError):
    """No agency is called so."""

    def __init__(self, name: str) -> None:
        what = f"不認得「{name[:20]}」這個機關" if name else "要轉出給哪個機關？"
        super().__init__(what, hint="例如：轉出 12 財政部")


class OwnAgencyError(UserError):
    """轉出 to the own agency."""

    def __init__(self) -> None:
        super().__init__("這就是貴機關", hint="轉出是給別的機關；例如：轉出 12 財政部")


class NobodyThereError(UserError):
    """Nobody of the other agency can be told."""

    def __init__(self, agency: str) -> None:
        super().__init__(f"{agency}沒有人收得到", hint=f"輸入「找 {agency}」打電話給對方")


class NoFileError(UserError):
    """收到檔案 was typed: no file came with it."""

    def __init__(self) -> None:
        super().__init__("還沒收到檔案", hint="直接把 .xlsx、.csv 或 .ods 傳給我就好")


class NoTableError(UserError):
    """A file of another kind."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"「{name}」我讀不懂，沒有存",
            hint="我讀 .xlsx、.csv、.ods；其他的，請把重點貼上：轉知 <貼上>",
        )


class FileNotHadError(UserError):
    """A file that its platform did not give out."""

    def __init__(self, name: str, trouble: FileTrouble) -> None:
        what, hint = NOT_HAD[trouble]
        super().__init__(f"「{name}」{what}，沒有存", hint=hint)


class TooManyRowsError(UserError):
    """A file with more posts than are kept while somebody waits."""

    def __init__(self, name: str, count: int) -> None:
        super().__init__(
            f"「{name}」有 {count:,} 列，沒有存",
            hint="請只留要轉的幾則；整份日報請維運用 import-posts 匯入",
        )


class NothingInFileError(UserError):
    """A file of which no post may be passed on."""

    def __init__(self, name: str, left_out: Sequence[tuple[str, int]]) -> None:
        why = "、".join(f"{reason} {count}" for reason, count in left_out)
        super().__init__(
            f"「{name}」沒有可以轉的" + (f"（{why}）" if why else ""),
            hint="密件、個資、超過 90 天的不收；請看看內容再傳一次",
        )
