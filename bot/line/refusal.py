"""What LINE not accepting a request looks like to the rest of the bot."""

HTTP_BAD_REQUEST = 400


class LineRefusalError(Exception):
    """LINE did not accept a request, or did not answer.

    `status` is 0 when there was no answer; `never_sent` when not even a connection was made.
    `wait_seconds` is for how long LINE wants to be left alone, when it says so.
    """

    def __init__(
        self,
        status: int,
        reason: str,
        *,
        never_sent: bool = False,
        request_id: str = "",
        wait_seconds: int | None = None,
    ) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason
        self.never_sent = never_sent
        self.request_id = request_id
        self.wait_seconds = wait_seconds
