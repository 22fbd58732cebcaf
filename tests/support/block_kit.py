"""What Slack would say of blocks: the checker shared beside the checkout."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import cast

Check = Callable[[str, object], list[str]]  # a surface (「message」), and what it shows


def load_check(shared_folder: Path) -> Check:
    """Return the checker: it lists what is wrong."""
    path = shared_folder / "platform" / "tools" / "blockkit_check.py"
    spec = importlib.util.spec_from_file_location("blockkit_check", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("Check", module.check)
