"""Is a request really from Slack? Total: whatever comes, the answer is yes or no.

The SDK's own verifier raises on junk (a timestamp "1e9", a body that is no UTF-8), which would make
an error of ours out of a stranger's rubbish.
https://docs.slack.dev/authentication/verifying-requests-from-slack/
"""

import hmac
import re
from datetime import datetime

TIMESTAMP_HEADER = b"x-slack-request-timestamp"
SIGNATURE_HEADER = b"x-slack-signature"
OLDEST = 300  # seconds a request may be old, or ahead of our clock: Slack's own advice
TIMESTAMP = re.compile(rb"[0-9]{1,12}", re.ASCII)  # seconds since 1970
VERSION = b"v0"


def sign(secret: str, timestamp: bytes, body: bytes) -> bytes:
    """Return the signature that Slack would put on `body` at `timestamp`."""
    mac = hmac.new(secret.encode("utf-8", "replace"), digestmod="sha256")
    mac.update(VERSION + b":" + timestamp + b":")
    mac.update(body)
    return VERSION + b"=" + mac.hexdigest().encode()


def is_signed(
    secret: str, body: bytes, *, timestamp: bytes | None, signature: bytes | None, now: datetime
) -> bool:
    """Tell whether Slack signed `body` within the last five minutes; `now` is UTC."""
    if not secret or not timestamp or not signature or not TIMESTAMP.fullmatch(timestamp):
        return False
    if abs(now.timestamp() - int(timestamp)) > OLDEST:
        return False
    return hmac.compare_digest(sign(secret, timestamp, body), signature)
