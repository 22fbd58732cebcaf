"""LINE's schema checker and a fake LINE, both from the folder shared beside the checkout."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3

Request = Mapping[str, object]


@pytest.fixture(scope="session")
def complaints(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> "Complaints":
    """Return what LINE's own schema, made strict, says about requests: "" if nothing is wrong."""
    folder = tmp_path_factory.mktemp("line-schema")
    tools, specs = shared_folder / "platform" / "tools", shared_folder / "platform" / "specs"
    strict = folder / "strict.json"
    limits = str(specs / "line-limits.json")
    spec = str(specs / "line-messaging-api.yml")
    made = [sys.executable, str(tools / "strictify.py"), spec, str(strict), "--limits", limits]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603

    def check(requests: Sequence[Request]) -> str:
        recorded = folder / "requests.jsonl"
        recorded.write_text("\n".join(json.dumps(request) for request in requests), "utf-8")
        command = [sys.executable, str(tools / "line_check.py"), str(strict), str(recorded)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        assert f"{len(requests)} requests" in done.stdout, done.stderr
        return "" if done.returncode == 0 else done.stdout

    return check


Complaints = Callable[[Sequence[Request]], str]


@dataclass(frozen=True)
class FakeLine:
    """LINE's API on the loopback address; remembers what it was asked and fails on demand."""

    base: str
    http: urllib3.PoolManager

    def control(self, **settings: object) -> None:
        self.http.request("POST", f"{self.base}/__ctl", json=settings)

    def fail_next(self, **fault: object) -> None:
        self.control(faults=[fault])

    def asked(self, path: str) -> list[dict[str, object]]:
        heard: list[dict[str, object]] = self.http.request("GET", f"{self.base}/__sent").json()
        return [one for one in heard if one["path"] == path]


@pytest.fixture(scope="session")
def fake_line_server(shared_folder: Path) -> Iterator[FakeLine]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(shared_folder / "platform/tools/fake_line.py"), str(port)]
    patient = urllib3.Retry(connect=10, backoff_factor=0.1)
    with subprocess.Popen(command) as process, urllib3.PoolManager(retries=patient) as http:  # noqa: S603
        try:
            yield FakeLine(f"http://127.0.0.1:{port}", http)
        finally:
            process.terminate()


@pytest.fixture
def fake_line(fake_line_server: FakeLine) -> FakeLine:
    """A LINE that has forgotten everything before this test."""
    fake_line_server.http.request("POST", f"{fake_line_server.base}/__reset", json={})
    return fake_line_server
