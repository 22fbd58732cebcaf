"""Settings from the environment, read once; every missing or wrong name is reported together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import ConfigError
from bot.patience import LEASE_SECONDS, LEAST, MOST

KNOWN_NAMES = (
    "DATABASE_URL",
    "FEED_OWN_HOSTS",
    "GAZETTE_BASE",
    "HOST",
    "JOIN_BASE",
    "LINE_API_BASE",
    "LINE_CHANNEL_ACCESS_TOKEN",
    "LINE_CHANNEL_SECRET",
    "METRICS_TOKEN",
    "OPINION_TOKEN",
    "PORT",
    "POBOT_ADMINS",
    "POBOT_FAILPOINT",
    "POBOT_LEASE_SECONDS",
    "POBOT_NOTICE_MILLISECONDS",
    "POBOT_OLD_SECRET_KEYS",
    "POBOT_SECRET_KEY",
    "PUBLIC_BASE_URL",
    "SLACK_API_BASE",
    "SLACK_APP_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_TEAM_IDS",
    "TEST_DATABASE_URL",
)
OFF = "off"  # in place of an address: the source is not asked
MIN_KEY_LENGTH = 32  # characters of POBOT_SECRET_KEY and OPINION_TOKEN
APP_ENGINE_NAMES = ("GAE_APPLICATION", "GAE_ENV")  # set by App Engine itself


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettings:
    """What the LINE side needs."""

    channel_secret: str
    access_token: str
    api_base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """What the Slack side needs: with `app_token` the socket is used, else HTTP."""

    bot_token: str
    signing_secret: str
    app_token: str
    team_ids: frozenset[str]  # whose e-mail addresses are believed; none: the token's own
    api_base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that the environment decides."""

    database_url: str
    host: str
    port: int
    public_base_url: str
    secret_key: str
    old_secret_keys: tuple[str, ...]
    admins: frozenset[str]  # e-mail addresses, lower case
    line: LineSettings | None
    slack: SlackSettings | None
    join_base: str  # "": Join is not looked at
    gazette_base: str  # "": the gazette is not read
    feed_own_hosts: frozenset[str]  # whose feeds may lie in our own network, lower case
    metrics_token: str
    opinion_token: str  # "": vendors cannot hand posts over
    failpoint: str
    lease_seconds: int  # until another process takes over what one had in hand
    notice_seconds: float  # from 「not ready」 to closed doors when the process ends
    on_app_engine: bool

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be seen in a log."""
        line = (self.line.channel_secret, self.line.access_token) if self.line else ()
        slack = (
            (self.slack.bot_token, self.slack.signing_secret, self.slack.app_token)
            if self.slack
            else ()
        )
        tokens = (self.metrics_token, self.opinion_token)
        return (self.secret_key, *self.old_secret_keys, *tokens, *line, *slack)

    @property
    def has_platform(self) -> bool:
        """Whether any platform has credentials."""
        return self.line is not None or self.slack is not None


class _Reader:
    """Collects what is wrong instead of stopping at the first."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """Return the value of `name`, or of the file that `name`_FILE points to."""
        path = self._environ.get(f"{name}_FILE", "")
        if not path:
            return self._environ.get(name, default).strip()
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.problems.append(f"{name}_FILE: cannot read {path}")
            return default

    def parsed(self, name: str, default: str, parse: Callable[[str], int]) -> int:
        """Return a parsed value; note the problem and go on when it does not parse."""
        value = self.text(name, default)
        try:
            return parse(value)
        except ValueError:
            self.problems.append(f"{name}: {value!r} is not valid")
            return parse(default)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004  # TCP ports
        raise ValueError(text)
    return port


def _lease(text: str) -> int:
    seconds = int(text)
    if not LEAST <= seconds <= MOST:
        raise ValueError(text)
    return seconds


def _notice(text: str) -> int:
    milliseconds = int(text)
    if not 0 <= milliseconds <= 3000:  # noqa: PLR2004  # ten seconds are all there is
        raise ValueError(text)
    return milliseconds


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _line(reader: _Reader) -> LineSettings | None:
    secret = reader.text("LINE_CHANNEL_SECRET")
    token = reader.text("LINE_CHANNEL_ACCESS_TOKEN")
    if bool(secret) != bool(token):
        missing = "LINE_CHANNEL_ACCESS_TOKEN" if secret else "LINE_CHANNEL_SECRET"
        reader.problems.append(f"{missing}: missing, while its other half is set")
    if not secret or not token:
        return None
    base = reader.text("LINE_API_BASE", "https://api.line.me").rstrip("/")
    return LineSettings(channel_secret=secret, access_token=token, api_base=base)


def _slack(reader: _Reader) -> SlackSettings | None:
    token, secret = reader.text("SLACK_BOT_TOKEN"), reader.text("SLACK_SIGNING_SECRET")
    app_token = reader.text("SLACK_APP_TOKEN")
    if (secret or app_token) and not token:
        reader.problems.append("SLACK_BOT_TOKEN: missing, while its other half is set")
    if token and not (secret or app_token):
        reader.problems.append(
            "SLACK_SIGNING_SECRET: missing, while its other half is set"
            " (or SLACK_APP_TOKEN, for Socket Mode)"
        )
    base = _web_base(reader, "SLACK_API_BASE", "https://slack.com/api")
    if not base:
        reader.problems.append(f"SLACK_API_BASE: {OFF!r} is no http(s) address")
    if not token or not (secret or app_token):
        return None
    return SlackSettings(
        bot_token=token,
        signing_secret=secret,
        app_token=app_token,
        team_ids=frozenset(_words(reader.text("SLACK_TEAM_IDS"))),
        api_base=f"{base}/",
    )


def _web_base(reader: _Reader, name: str, default: str) -> str:
    """Read where a source outside is; 「off」 switches it off."""
    base = reader.text(name, default).rstrip("/") or default
    if base.lower() == OFF:
        return ""
    try:
        parts = urlsplit(base)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        reader.problems.append(f"{name}: {base!r} is no http(s) address")
    return base


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the environment.

    Raises ConfigError that names everything missing or wrong at once.
    """
    reader = _Reader(environ)
    settings = Settings(
        database_url=reader.text("DATABASE_URL", "sqlite:///var/pobot.db"),
        host=reader.text("HOST", "127.0.0.1"),
        port=reader.parsed("PORT", "8080", _port),
        public_base_url=reader.text("PUBLIC_BASE_URL").rstrip("/"),
        secret_key=reader.text("POBOT_SECRET_KEY"),
        old_secret_keys=_words(reader.text("POBOT_OLD_SECRET_KEYS")),
        admins=frozenset(word.lower() for word in _words(reader.text("POBOT_ADMINS"))),
        line=_line(reader),
        slack=_slack(reader),
        join_base=_web_base(reader, "JOIN_BASE", "https://join.gov.tw"),
        gazette_base=_web_base(reader, "GAZETTE_BASE", "https://gazette.nat.gov.tw"),
        feed_own_hosts=frozenset(word.lower() for word in _words(reader.text("FEED_OWN_HOSTS"))),
        metrics_token=reader.text("METRICS_TOKEN"),
        opinion_token=reader.text("OPINION_TOKEN"),
        failpoint=reader.text("POBOT_FAILPOINT"),
        lease_seconds=reader.parsed("POBOT_LEASE_SECONDS", str(LEASE_SECONDS), _lease),
        notice_seconds=reader.parsed("POBOT_NOTICE_MILLISECONDS", "2500", _notice) / 1000,
        on_app_engine=any(name in environ for name in APP_ENGINE_NAMES),
    )
    if settings.secret_key and len(settings.secret_key) < MIN_KEY_LENGTH:
        reader.problems.append(f"POBOT_SECRET_KEY: shorter than {MIN_KEY_LENGTH} characters")
    if settings.opinion_token and len(settings.opinion_token) < MIN_KEY_LENGTH:
        reader.problems.append(f"OPINION_TOKEN: shorter than {MIN_KEY_LENGTH} characters")
    if "," in settings.secret_key:
        reader.problems.append("POBOT_SECRET_KEY: a comma separates old keys, so none may be in it")
    if reader.problems:
        raise ConfigError("; ".join(reader.problems))
    return settings


def check_secret_key(settings: Settings) -> None:
    """Refuse to touch personal data without the key. Raises ConfigError."""
    if not settings.secret_key:
        message = "POBOT_SECRET_KEY: missing; personal data is encrypted with it"
        raise ConfigError(message)


def check_for_serving(settings: Settings) -> None:
    """Refuse to serve with a set-up that would lose data or do nothing.

    Raises ConfigError that names every reason.
    """
    problems: list[str] = []
    if not settings.has_platform:
        problems.append(
            "no platform has credentials: set LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN,"
            " or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET"
        )
    if not settings.secret_key:
        problems.append("POBOT_SECRET_KEY: missing")
    if settings.on_app_engine and settings.database_url.startswith("sqlite"):
        problems.append("DATABASE_URL: App Engine's disk does not last; name a PostgreSQL")
    if problems:
        raise ConfigError("; ".join(problems))
