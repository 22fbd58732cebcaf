"""The files of this checkout, as the architecture tests see them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("bot", "handlers", "storage", "tests", "benchmarks")
MADE = {
    ".git",
    ".venv",
    "var",
    "build",
    "dist",
    "secrets",
}  # what a checkout without git also holds


@cache
def project_files() -> tuple[Path, ...]:
    """Return every file that is, or would be, in the repository, relative to its root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0:
        names = [Path(name) for name in listed.stdout.split("\0") if name]
    else:  # unpacked from an archive
        names = [path.relative_to(ROOT) for path in ROOT.rglob("*") if _is_ours(path)]
    return tuple(sorted(name for name in set(names) if (ROOT / name).is_file()))


def code_files(*tops: str) -> tuple[Path, ...]:
    """Return the Python files below the given top folders, or below all of them."""
    wanted = tops or CODE
    return tuple(
        path for path in project_files() if path.suffix == ".py" and path.parts[0] in wanted
    )


def read(path: Path) -> str:
    """Return a file's text; what is not text reads as nothing."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    hidden_caches = any(part.endswith(("_cache", "__pycache__", ".egg-info")) for part in parts)
    return path.is_file() and parts[0] not in MADE and not hidden_caches
