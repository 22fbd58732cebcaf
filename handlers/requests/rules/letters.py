"""Ready texts to be copied into a mail, for a counterpart who does not use the bot. Pure."""

from handlers.requests.rules.slips import Slip


def mail_text(slip: Slip, name: str) -> str:
    """Write the mail that says in other words what the request says."""
    about = f"（案件 {slip.case_line}）" if slip.case_number else ""
    wish = slip.request.text if not slip.hidden else "有一件事想與您聯繫，內容請電洽。"
    unit = slip.asker_agency.name
    return "\n".join(
        (
            f"{name}您好：",
            "",
            f"我是{unit}的 {slip.asker.name}。{wish}{about}",
            "方便時請回信或來電，謝謝您。",
            "",
            f"{unit} {slip.asker.name} 敬上",
        )
    )
