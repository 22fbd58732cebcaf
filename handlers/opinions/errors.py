"""What an officer can put right by themselves, about opinions."""

from bot.errors import UserError
from handlers.shared.personal_data import PersonalData


class SecretCaseError(UserError):
    """密件 hold no content, so no opinions either."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 是密件，意見不放這裡", hint="請用公文處理")


class CaseOverError(UserError):
    """The case was closed or cancelled."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 已經結案或註銷", hint=f"要再辦，先：重啟 {number}")


class NotInvolvedError(UserError):
    """Opinions and drafts of answers are seen by the agencies that answer them."""

    def __init__(self, owner: str, number: str) -> None:
        super().__init__(
            f"{number} 的意見由{owner}彙整，貴機關不在分工裡",
            hint="要一起看，請對方把貴機關加為協辦",
        )


class PersonalWordsError(UserError):
    """A text with personal data is not stored."""

    def __init__(self, found: PersonalData) -> None:
        super().__init__(f"裡面有{found.value}，我沒存", hint="拿掉再送一次")


class NothingPastedError(UserError):
    """What people said was not handed over."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "請把意見貼上來",
            hint=f"「意見 {number}」換行，一則一段，中間空一行；或一行一則「名字：內容」",
        )


class NothingNewError(UserError):
    """Nothing of what was pasted could be kept."""

    def __init__(self, why: str) -> None:
        super().__init__(f"這次沒有收下：{why}", hint="改好再貼一次，收過的不會重複")


class NoOpinionsError(UserError):
    """Nothing has been said on the case yet, as far as is known here."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 還沒有收意見", hint=f"打「意見 {number}」換行，把留言貼在後面")


class WhichOpinionError(UserError):
    """Which opinion is meant is not said."""

    def __init__(self, example: str) -> None:
        super().__init__("是第幾則意見？", hint=f"寫「案號-第幾則」，例如：{example}")


class NoSuchOpinionError(UserError):
    """The case has no opinion of that number."""

    def __init__(self, number: str, serial: int) -> None:
        super().__init__(f"{number} 沒有第 {serial} 則意見", hint=f"看有哪些：意見 {number}")


class NoReasonError(UserError):
    """What is not adopted, or only in part, needs a reason."""

    def __init__(self, verdict: str, line: str) -> None:
        super().__init__(
            f"{verdict}要寫理由，民眾會看到", hint=f"例如：{line} 涉及母法，將納入下次修法研議"
        )


class TextTooLongError(UserError):
    """Longer than what is kept; nothing was kept."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"{what}最多 {limit} 個字，這次沒有存", hint="寫重點就好，全文放公文")


class NoFirstReplyError(UserError):
    """What was replied is not said."""

    def __init__(self, line: str) -> None:
        super().__init__("先回了什麼？", hint=f"例如：{line} 現行規定不受影響")


class WhereToMergeError(UserError):
    """Into which opinion others go is not said."""

    def __init__(self) -> None:
        super().__init__("要併到哪一則？", hint="例如：併入 37-5 到 37-3")


class CannotMergeError(UserError):
    """An opinion cannot answer itself."""

    def __init__(self, serial: int) -> None:
        super().__init__(f"第 {serial} 則不能併到自己", hint="例如：併入 37-5 到 37-3")


class UnknownCaseError(UserError):
    """The operator named no case."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"沒有 {text} 這一件", hint="寫案號，例如：pobot import-opinions 115-0037 檔案"
        )


class NoTopicError(UserError):
    """A file of Join's holds not the one topic that is meant."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} 裡看不出是哪一個議題的留言",
            hint="只留一個議題，或先把 Join 網址記進案件：連結 案號 網址",
        )
