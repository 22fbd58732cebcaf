"""What can go wrong for an officer with cases: one kind sentence each, and what to do next."""

from bot.errors import UserError
from handlers.shared.case_errors import echo
from handlers.shared.personal_data import PersonalData


class MissingSubjectError(UserError):
    """登記 without 案由: the first thing that a new officer taps."""

    def __init__(self) -> None:
        super().__init__("要登記什麼？一句就好", hint="例如：登記 公園夜間噪音 期限 下週五")


class MissingTextError(UserError):
    """A command needs a text after the number."""

    def __init__(self, what: str, example: str) -> None:
        super().__init__(f"還差{what}", hint=f"例如：{example}")


class MissingNoteError(UserError):
    """備註 without a text: the button of a case was tapped."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 要記什麼？",
            hint=f"直接打：備註 {number} 已電洽，下週回覆。別的機關也要看：備註 {number} 共用 內容",
        )


class TextTooLongError(UserError):
    """Longer than what is kept; nothing was kept."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(
            f"{what}最多 {limit} 個字，這次沒有存", hint="寫重點就好，全文放在公文或連結裡"
        )


class PersonalDataError(UserError):
    """A text with personal data is not stored."""

    def __init__(self, found: PersonalData, *, in_group: bool) -> None:
        recall = "；群組訊息請自行收回" if in_group else ""
        super().__init__(
            f"裡面有{found.value}，我沒存{recall}",
            hint="拿掉再送一次；公務分機、市話和 gov.tw 信箱可以留",
        )


class SecretInGroupError(UserError):
    """敏感 or 密件 said in a group: refused before anything is stored."""

    def __init__(self) -> None:
        super().__init__(
            "敏感和密件不在群組登記，我沒存；群組訊息請自行收回", hint="請私訊我再登記一次"
        )


class UnknownAgencyError(UserError):
    """主辦, 協辦 or 有關機關 without an agency that is known."""

    def __init__(self, word: str, name: str) -> None:
        message = f"不認得{word}「{echo(name)}」" if name else f"{word}後面還差機關"
        super().__init__(message, hint="寫機關全名或常用簡稱，例如：主辦 衛福部")


class NotOurCaseError(UserError):
    """An officer edits only the own agency's part."""

    def __init__(self, owner: str) -> None:
        super().__init__(
            f"這件由{owner}登記，要請{owner}改",
            hint=f"找 {owner} 可查窗口；想留話給大家看，用：備註 案號 共用 內容",
        )


class BadStageError(UserError):
    """A stage that cannot follow the present one."""

    def __init__(self, stage: str, wanted: str, possible: str) -> None:
        hint = f"可以改成：{possible}" if possible else "要再辦，用：重啟 案號"
        super().__init__(f"現在是{stage}，不能直接改成{wanted}", hint=hint)


class CaseClosedError(UserError):
    """A button or line for a case that is closed or cancelled already."""

    def __init__(self, number: str, state: str, *, hint: str = "要再辦，用：重啟 案號") -> None:
        super().__init__(f"{number} 已經{state}", hint=hint)


class CaseOpenError(UserError):
    """重啟 of a case that is open."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 還在辦理中", hint=f"看現況：案件 {number}")


class AnswerOwedError(UserError):
    """A public answer is owed before a petition or consultation can be closed."""

    def __init__(self, number: str, stage: str) -> None:
        super().__init__(
            f"{number} 還在{stage}，公開回應之後才能結案",
            hint=f"已經回應了：更新 {number} 階段 已回應",
        )


class UnchangedError(UserError):
    """What is said is so already."""

    def __init__(self, number: str, stage: str) -> None:
        super().__init__(f"{number} 已經是這樣（{stage}），沒有改", hint=f"看期限：期限 {number}")


class NothingToChangeError(UserError):
    """更新 that says nothing to change."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "看不出要改哪裡",
            hint=(
                f"例如：更新 {number} 階段 已回覆、更新 {number} 期限 下週五、"
                f"更新 {number} 案由 新的案由"
            ),
        )


class CaseChangedError(UserError):
    """Two people changed the same case at the same time."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 剛剛有人改過，這次沒有存", hint=f"先看一下再改：案件 {number}")


class NoPartError(UserError):
    """確認 by an agency without a part in the case."""

    def __init__(self, agency: str, number: str) -> None:
        super().__init__(f"{number} 沒有{agency}待確認的分工", hint=f"看現況：案件 {number}")


class UnclearWordError(UserError):
    """確認 with words that are neither yes nor no."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "看不出是確認，還是不是本機關的事",
            hint=f"是：確認 {number}；不是：確認 {number} 非本機關",
        )


class FormalPartError(UserError):
    """A part that was confirmed is changed only by 國發會 or by that agency."""

    def __init__(self, agency: str) -> None:
        super().__init__(f"{agency}的分工已經確認", hint=f"要改請國發會或{agency}自己改")


class BadLinkError(UserError):
    """連結 without a web address."""

    def __init__(self) -> None:
        super().__init__("看不到網址", hint="例如：連結 42 https://join.gov.tw/idea/detail/…")


class LinkTakenError(UserError):
    """A Join id that another case has."""

    def __init__(self, number: str) -> None:
        super().__init__(f"這個連結已經登記在 {number}", hint=f"看那一件：案件 {number}")


class NothingToUndoError(UserError):
    """復原 with nothing that may be undone."""

    def __init__(self, reason: str, hint: str = "用「更新」改回來也可以") -> None:
        super().__init__(reason, hint=hint)


class WrongSecrecyError(UserError):
    """標記 or 加人 that does not fit the case."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint=hint)


class ElsewhereError(UserError):
    """A person who works in an agency above, below or beside the one that owns the case."""

    def __init__(self, person: str, place: str, owner: str, *, hint: str) -> None:
        super().__init__(f"{person}在{place}；這一件只能給{owner}的同仁", hint=hint)
