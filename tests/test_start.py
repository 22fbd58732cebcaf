"""What a starting process leaves on the shelf until somebody needs it: memory and seconds."""

import subprocess
import sys

# Of 145 MB and 3 s these would make 245 MB and 5 s (docs/benchmarks.md).
WHEN_NEEDED = ("aiohttp", "linebot", "openpyxl", "pypinyin", "slack_bolt", "slack_sdk")
PROGRAM = """
import sys
from bot.config import LineSettings
from bot.main import open_dispatcher
from bot.platforms import line_client
open_dispatcher()
line_client(LineSettings(channel_secret="s", access_token="t", api_base="http://127.0.0.1:1"))
print(*sorted(set(sys.argv[1:]) & set(sys.modules)))
"""


def test_a_process_starts_without_what_only_some_requests_need() -> None:
    command = [sys.executable, "-c", PROGRAM, *WHEN_NEEDED]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603

    assert loaded.stdout.split() == []
