"""What is written into the audit log can be read in Chinese."""

import re

from handlers.privacy.cards import ACTIONS
from tests.support.tree import code_files, read

WRITTEN = re.compile(r'action="([a-z]+(?:-[a-z]+)*)"')


def test_every_action_that_is_logged_has_a_chinese_name() -> None:
    logged = {action for path in code_files("handlers") for action in WRITTEN.findall(read(path))}
    assert logged
    assert logged - set(ACTIONS) == set()
