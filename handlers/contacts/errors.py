"""What can go wrong when looking for a counterpart."""

from bot.errors import UserError


class NobodyAskedForError(UserError):
    """找 without anything to look for."""

    def __init__(self) -> None:
        super().__init__("要找誰呢？", hint="例如：找 衛福部、找 戶政司、找 健保卡；姓名也可以")


class NobodyFoundError(UserError):
    """Nothing fits, not even nearly."""

    def __init__(self, query: str) -> None:
        super().__init__(
            f"找不到「{query}」", hint="換個說法試試：機關全名或簡稱、姓名、或題目裡的關鍵詞"
        )
