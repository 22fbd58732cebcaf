"""A Join of our own on the loopback address: real HTTP, pages like Join's, and every bad habit."""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from typing_extensions import override

from tests.support.source_server import Answer, SourceServer, running

PAGE = """<!DOCTYPE html><html><head><title>{title} - 公共政策網路參與平臺</title></head>
<body><div id="app"></div><script>
var csrf = "x"; var idea = {idea};
</script></body></html>"""
ENDORSERS = "/idea/export/endorse/suggestion/"
INDEX = "<html><script>var searchResult = {result};</script></html>"


def millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def idea(join_id: str, count: int, **fields: object) -> dict[str, object]:
    """A petition as Join shows it in the page's script."""
    usual: dict[str, object] = {
        "id": join_id,
        "title": f"提案 {join_id[:8]}",
        "outline": "大意",
        "status": "FirstSigned",
        "endorseCount": count,
        "endorseGoal": 5000,
        "approvalOrganization": {"master": "", "slave": ""},
        "proposer": {"nickname": "某人"},
        "secondSignedTime": "",
        "advisedTime": "",
        "govResponses": [],
    }
    return usual | fields


@dataclass
class JoinServer(SourceServer):
    """What Join shows, and what it was asked."""

    ideas: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    lists: dict[str, bytes] = field(default_factory=dict[str, bytes])  # who endorsed, as CSV
    open_data: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    instead: dict[str, list[Answer]] = field(default_factory=dict[str, list[Answer]])

    def shows(self, join_id: str, count: int, **fields: object) -> None:
        self.ideas[join_id] = idea(join_id, count, **fields)

    def answers(self, path: str, *answers: Answer) -> None:
        """Answer what begins with `path` so, once each; the last one from then on."""
        self.instead[path] = list(answers)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    @override
    def answer(self, path: str) -> Answer:
        for beginning, answers in self.instead.items():
            if path.startswith(beginning) and answers:
                return answers.pop(0) if len(answers) > 1 else answers[0]
        if path.startswith("/idea/index/search/"):
            result = {"result": list(self.ideas.values())}
            return Answer(body=INDEX.format(result=json.dumps(result)).encode())
        if path.startswith("/toOpenData/v2/ey/idea"):
            return Answer(body=json.dumps(self.open_data, ensure_ascii=False).encode())
        if path.startswith(ENDORSERS):
            listed = self.lists.get(path.removeprefix(ENDORSERS))
            return Answer(status=404) if listed is None else Answer(body=listed)
        found = self.ideas.get(path.removeprefix("/idea/detail/"))
        if found is None:
            return Answer(status=404, body=b"<html>not found</html>")
        page = PAGE.format(title=found["title"], idea=json.dumps(found, ensure_ascii=False))
        return Answer(body=page.encode())


def running_join() -> AbstractContextManager[JoinServer]:
    """Run it while the block lasts."""
    return running(JoinServer())
