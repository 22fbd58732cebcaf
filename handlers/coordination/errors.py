"""What an officer can put right by themselves, about 協調單 and 點名."""

from bot.errors import UserError
from handlers.shared.personal_data import PersonalData


class SecretCaseError(UserError):
    """密件 hold no content, so nothing is coordinated or asked here."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 是密件，不在這裡協調", hint="請用公文或當面聯絡")


class CaseOverError(UserError):
    """The case was closed or cancelled."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 已經結案或註銷", hint=f"要再辦，先：重啟 {number}")


class NotInvolvedError(UserError):
    """Only agencies with a part in the case and 國發會 see the sheet."""

    def __init__(self, number: str) -> None:
        super().__init__(f"貴機關不在 {number} 的分工裡", hint="協調單只給有分工的機關和國發會看")


class PersonalWordsError(UserError):
    """A text with personal data is not stored."""

    def __init__(self, found: PersonalData) -> None:
        super().__init__(f"裡面有{found.value}，我沒存", hint="拿掉再送一次，聯絡資料請用電話講")


class UnclearPositionError(UserError):
    """Whether the agency takes the part or not cannot be told."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "是本機關負責，還是不是？",
            hint=f"例如：{number} 我們負責 卡片製發 依據 某法第16條；或 {number} 不是我們的",
        )


class TextTooLongError(UserError):
    """Longer than what is kept; nothing was kept."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"{what}最多 {limit} 個字，這次沒有存", hint="寫重點就好，全文放公文")


class WhereToError(UserError):
    """To whom a coordination goes is not said."""

    def __init__(self, number: str) -> None:
        super().__init__("要送到哪裡？", hint=f"例如：送協調 {number} 國發會 兩機關依據不同")


class NoReasonError(UserError):
    """A step needs a reason."""

    def __init__(self, number: str, where: str) -> None:
        super().__init__(
            "請寫一句原因，會記在協調單上", hint=f"例如：送協調 {number} {where} 兩機關依據不同"
        )


class CannotMoveError(UserError):
    """The step is not this person's to take, or not yet."""

    def __init__(self, why: str, number: str) -> None:
        super().__init__(why, hint=f"看現況：協調單 {number}")


class NoRowAgencyError(UserError):
    """A row of a conclusion does not begin with an agency."""

    def __init__(self, piece: str) -> None:
        super().__init__(
            f"「{piece[:20]}」是哪個機關？", hint="每一段先寫機關，再寫做什麼、何時，用；分開"
        )


class NoRowWhatError(UserError):
    """A row of a conclusion says nothing to do."""

    def __init__(self, agency: str) -> None:
        super().__init__(f"{agency}做什麼？", hint=f"例如：{agency} 提供資料 12/15")


class TooManyRowsError(UserError):
    """More rows than fit on one page."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"一次最多 {limit} 列", hint="合併同一機關的事，或把細節放公文")


class WhichYearError(UserError):
    """A day just passed: which year is meant is asked back."""

    def __init__(self, day: str) -> None:
        super().__init__(f"「{day}」剛過，是哪一年？", hint="請寫年份，例如 116/01/05")


class LateDateError(UserError):
    """A day of a conclusion lies behind."""

    def __init__(self, day: str) -> None:
        super().__init__(f"{day}已經過了", hint="請改成之後的日期")


class RowNotInvolvedError(UserError):
    """A conclusion names an agency that has no part in the case."""

    def __init__(self, agency: str, number: str) -> None:
        super().__init__(
            f"{agency}還不在 {number} 的分工裡", hint=f"先加進來：更新 {number} 協辦 {agency}"
        )


class NoConclusionError(UserError):
    """Nothing was proposed yet, or nothing of the speaker's agency."""

    def __init__(self, number: str, *, own: bool = False) -> None:
        super().__init__(
            f"{number} 的結論沒有貴機關的事" if own else f"{number} 還沒有協調結論",
            hint=f"例如：{number} 協調結論 衛福部 聯絡提案人 12/20；內政部 提供資料 12/15",
        )


class SettledError(UserError):
    """The conclusion stands already."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 的結論各機關都確認了", hint=f"要改，重新提出：{number} 協調結論 …"
        )


class NoObjectionError(UserError):
    """What the objection is, is not said."""

    def __init__(self, number: str) -> None:
        super().__init__("請寫一句意見", hint=f"例如：協調異議 {number} 12/15 來不及，12/20 可以")


class BoundAgencyError(UserError):
    """Only for an agency that nobody is bound for may somebody else confirm."""

    def __init__(self, agency: str) -> None:
        super().__init__(f"{agency}有人在用小幫手，請對方自己按確認", hint="也可以先打電話說一聲")


class NoQuestionError(UserError):
    """What is asked is not said."""

    def __init__(self) -> None:
        super().__init__("要問什麼？", hint="例如：37 點名 幕僚意見誰交 12/15前")


class NoDueError(UserError):
    """Until when is not said."""

    def __init__(self) -> None:
        super().__init__("什麼時候前要答？", hint="在最後寫日期，例如：12/15前")


class QuestionTooLongError(UserError):
    """One question, one line."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"問題最多 {limit} 個字", hint="一次問一件，細節放公文")


class TooSoonError(UserError):
    """Nobody could be asked in working hours until then."""

    def __init__(self) -> None:
        super().__init__("這個時間前來不及問，我只在上班時間問", hint="改晚一點，急的請打電話")


class NobodyToAskError(UserError):
    """No other agency has a part in the case."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 沒有別的機關可以問", hint=f"先加進來：更新 {number} 協辦 內政部"
        )


class NotOurCaseError(UserError):
    """Only the agency that owns a case asks all."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"這一件由{owner}點名", hint="要問其中一個機關，可以找對方窗口")


class NoRollCallError(UserError):
    """Nothing was asked, or nothing of this agency."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 沒有要貴機關回答的題目", hint=f"看進度：點名進度 {number}")


class NothingAskedError(UserError):
    """No question has been asked for this case."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 還沒有點名過", hint=f"例如：點名 {number} 誰出席 12/15前")


class NoSuchQuestionError(UserError):
    """The case has no question of that serial."""

    def __init__(self, number: str, serial: int) -> None:
        super().__init__(f"{number} 沒有第 {serial} 題", hint=f"看最近一題：點名進度 {number}")


class TooManyQuestionsError(UserError):
    """One officer asked very much today; each question reaches several people."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"一天最多問 {limit} 題", hint="可以併成一題，急的請打電話")


class WithdrawnError(UserError):
    """The question was taken back."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 這一題收回了，不用答", hint="謝謝")


class RollCallOverError(UserError):
    """The question was closed or taken back already."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 這一題已經結束", hint=f"看答案：點名進度 {number}")


class NoAnswerError(UserError):
    """What the answer is, is not said."""

    def __init__(self, line: str) -> None:
        super().__init__("要答什麼？", hint=f"直接打：{line} 12/14 交幕僚意見")
