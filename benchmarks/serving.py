"""`pobot serve` itself, as a benchmark starts it, with what it is started with."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.inbox_load import HOST, SECRET
from benchmarks.reminder_world import SECRET as KEY
from tests.test_process import free_port

LOOK_SECONDS = 0.02
PATIENCE = 60.0  # seconds until a process that is not ready is given up
READY = 200


@dataclass(frozen=True, slots=True)
class Served:
    """A process that is ready."""

    port: int
    pid: int
    ready_seconds: float  # from its start to /readyz answering 200

    def memory_mb(self) -> float:
        """Return what it has in memory, shared libraries too (VmRSS)."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1000
        return 0.0

    def cpu_seconds(self) -> float:
        """Return how much of a core it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # user, system


@contextmanager
def serving(url: str, line_base: str, **more: str) -> Generator[Served]:
    """Run one until the block ends; yields when it is ready."""
    port = free_port()
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url,
        "PORT": str(port),
        "POBOT_SECRET_KEY": KEY,
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": "token",
        "LINE_API_BASE": line_base,
        "JOIN_BASE": "off",
        "GAZETTE_BASE": "off",
        "POBOT_NOTICE_MILLISECONDS": "0",
        **more,
    }
    command = [str(Path(sys.executable).with_name("pobot")), "serve"]
    begun = time.perf_counter()
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, env=env, stdout=nowhere, stderr=nowhere) as process:  # noqa: S603
        try:
            _wait_until_ready(port, process)
            yield Served(port, process.pid, time.perf_counter() - begun)
        finally:
            process.terminate()


def _wait_until_ready(port: int, process: "subprocess.Popen[bytes]") -> None:
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            asking = http.client.HTTPConnection(HOST, port, timeout=5)
            asking.request("GET", "/readyz")
            if asking.getresponse().status == READY:
                return
        time.sleep(LOOK_SECONDS)
    message = f"pobot serve did not become ready (ended with {process.poll()})"
    raise RuntimeError(message)
