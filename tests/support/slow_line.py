"""A LINE that takes a message and does not answer: what is sent to it hangs."""

from collections.abc import Generator
from contextlib import contextmanager
from socket import AF_INET, SOCK_STREAM, socket
from threading import Event, Thread


@contextmanager
def hanging_line() -> Generator[tuple[str, Event]]:
    """Run it while the block lasts; yields its address, and what is set when it was asked."""
    asked, over = Event(), Event()
    with socket(AF_INET, SOCK_STREAM) as door:
        door.bind(("127.0.0.1", 0))
        door.listen(32)

        def take() -> None:
            taken: list[socket] = []
            while not over.is_set():
                try:
                    caller, _ = door.accept()
                except OSError:
                    break
                taken.append(caller)  # kept open, never answered
                if caller.recv(65536):
                    asked.set()
            for one in taken:
                one.close()

        thread = Thread(target=take, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}", asked
        finally:
            over.set()
            with socket(AF_INET, SOCK_STREAM) as last:
                last.connect(door.getsockname())  # so that accept returns
                last.sendall(b"bye")
            thread.join(5)
