"""What can go wrong with people and rosters, for the officer and for the operator."""

from collections.abc import Sequence

from bot.errors import UserError
from handlers.people.rules.roster import RowProblem
from storage.records.agencies import Agency
from storage.records.officers import Role


class RosterRefusedError(UserError):
    """Some rows are wrong, so nothing of the file was taken over."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        lines = "\n".join(f"第 {problem.line} 列：{problem.reason}" for problem in problems)
        super().__init__(
            f"有 {len(problems)} 處要先改，整份名冊都沒有匯入。\n{lines}",
            hint="改好這些列，再匯入同一個檔案",
        )
        self.problems = tuple(problems)


class UnclearEntryError(UserError):
    """Name or 類型 is missing."""

    def __init__(self, command: str) -> None:
        super().__init__(
            "看不出是哪一位、什麼身分", hint=f"例如：{command} 王小明 業務單位 綜合規劃司"
        )


class UnclearPersonError(UserError):
    """No name was given."""

    def __init__(self, command: str) -> None:
        super().__init__("請加上姓名", hint=f"例如：{command} 王小明")


class NotYourAgencyError(UserError):
    """Only the agency itself, or an administrator, changes its people."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(
            f"{agency.short}的人員由該機關的 PO 或管理者更新", hint="輸入「同仁」看自己機關的名單"
        )


class RoleNotYoursError(UserError):
    """The role is given by others."""

    def __init__(self, role: Role) -> None:
        super().__init__(f"「{role}」由管理者登錄", hint="請聯絡系統管理者")


class AlreadyThereError(UserError):
    """The person is in the roster already."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__(
            f"名冊裡已有{name}（{role}）", hint=f"換職務或單位：調動 {name} {role} 新單位"
        )


class TermBeforeStartError(UserError):
    """An appointment cannot end before it begins."""

    def __init__(self, starts: str) -> None:
        super().__init__(f"任期從 {starts} 開始，不能更早結束", hint="請改用之後的日期")


class NothingToChangeError(UserError):
    """The command said nothing new."""

    def __init__(self, example: str) -> None:
        super().__init__("看不出要改什麼", hint=f"例如：{example}")
