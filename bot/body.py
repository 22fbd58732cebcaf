"""Reading the body of a webhook request, plain ASGI: never more than a limit, never for ever."""

from starlette.types import Message, Receive

BODY_LIMIT = 1024 * 1024  # bytes


class BodyTooLargeError(Exception):
    """More bytes than we read."""


class ClientGoneError(Exception):
    """The sender hung up before the end of the body."""


async def read_body(receive: Receive) -> bytes:
    """Read the body, never keeping more than BODY_LIMIT.

    Raises BodyTooLargeError or ClientGoneError.
    """
    chunks: list[bytes] = []
    size = 0
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > BODY_LIMIT:
            raise BodyTooLargeError
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)
