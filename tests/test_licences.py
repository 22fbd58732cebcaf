"""What is installed is what docs/dependencies.md names: by whom it is made, under which licence."""

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.support.tree import read

ROW = re.compile(r"^\| ([a-z0-9-]+) \| ([\w, ]+) \| ([\w.()+ -]+) \| (\S+) \|$", re.MULTILINE)
PERMISSIVE = frozenset(
    {"MIT", "MIT-0", "ISC", "PSF-2.0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause"}
)
# Copyleft only towards themselves, and named with the reason on the page.
COPYLEFT = {
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "certifi": "MPL-2.0",
    "orjson": "MPL-2.0",
}
OLD_NAMES = {  # classifiers, from before licences had expressions
    "MIT": ("MIT License",),
    "Apache-2.0": ("Apache Software License",),
    "BSD-3-Clause": ("BSD License",),
    "PSF-2.0": ("Python Software Foundation License",),
    "MPL-2.0": ("Mozilla Public License 2.0 (MPL 2.0)",),
    "ISC": ("ISC License (ISCL)",),
}


@dataclass(frozen=True)
class Named:
    """One row of the page."""

    modules: tuple[str, ...]
    licence: str
    home: str

    @property
    def licences(self) -> set[str]:
        return set(re.findall(r"[\w.-]+", self.licence)) - {"AND", "OR"}


NAMED = {
    name: Named(tuple(modules.split(", ")), licence, home)
    for name, modules, licence, home in ROW.findall(read(Path("docs/dependencies.md")))
}
RUNS = sorted(set(re.findall(r"^([a-z0-9-]+)==", read(Path("requirements.txt")), re.MULTILINE)))


def test_everything_that_runs_is_on_the_page_and_nothing_else() -> None:
    assert sorted(NAMED) == RUNS


@pytest.mark.parametrize("name", RUNS)
def test_its_licence_is_known_and_permissive_or_named(name: str) -> None:
    allowed = {*PERMISSIVE, COPYLEFT.get(name, "")}
    assert NAMED[name].licences <= allowed


@pytest.mark.parametrize("name", RUNS)
def test_what_is_installed_is_what_the_page_says(name: str) -> None:
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        pytest.skip("for another system or Python")
    named, told = NAMED[name], licences_of(installed)
    assert told, "it names no licence"
    for licence in named.licences:
        words = (licence, *OLD_NAMES.get(licence, ()))
        assert any(word in told for word in words), (licence, told)
    assert named.home.lower() in homes_of(installed), named.home
    files = {str(path) for path in installed.files or ()}
    for module in named.modules:
        assert any(f.startswith((f"{module}/", f"{module}.")) for f in files), module


def licences_of(installed: Distribution) -> str:
    meta = installed.metadata
    old = [line for line in meta.get_all("Classifier") or [] if line.startswith("License ::")]
    said = [meta["License-Expression"] or "", *old, (meta["License"] or "")[:80]]
    return "; ".join(filter(None, said))


def homes_of(installed: Distribution) -> str:
    meta = installed.metadata
    links = [meta["Home-page"] or "", *(meta.get_all("Project-URL") or [])]
    return " ".join(links).lower()
