"""The wiring of the web app: one of the few files of the bot that know handlers and storage."""

import os

from starlette.applications import Starlette

from bot.clock import Clock, SystemClock
from bot.config import Settings, check_for_serving, load_settings
from bot.failpoint import Failpoint
from bot.logs import configure_logs
from bot.metrics import registry_of
from bot.outage import OUTAGE
from bot.painter import Painter
from bot.patience import Patience
from bot.pictures import PictureAddresses
from bot.platforms import Pictures, Together, open_platforms
from bot.scheduler import Job
from bot.sources.feeds.client import open_feeds
from bot.sources.gazette.check_up import open_gazette
from bot.sources.join.check_up import open_join
from bot.web.answers import answers_route
from bot.web.app import WebParts, build_app, lifespan_of
from bot.web.calendar import calendar_route
from bot.web.charts import charts_route
from bot.web.loop_lag import LoopLag
from bot.web.posts import posts_routes
from handlers.assistant import Assistant, Parts, open_dispatcher
from handlers.drawing import drawing
from handlers.shared.personal_data import objection_to
from storage.cipher import Cipher, signing_keys
from storage.engine import Database, open_database
from storage.migrate import migrate
from storage.moments import ASKED_EVERY, DatabaseClock


def create_app() -> Starlette:
    """Make the web app for serving for real; the factory that uvicorn and App Engine call.

    Raises ConfigError that names everything missing or wrong.
    """
    settings = load_settings(os.environ)
    check_for_serving(settings)
    configure_logs(secrets=settings.secrets)
    return make_app(settings, clock=SystemClock())


def make_app(settings: Settings, *, clock: Clock) -> Starlette:
    """Make the web app with its webhooks and its scheduler; brings the database up to date."""
    migrate(settings.database_url)
    dispatcher = open_dispatcher()
    database = open_named_database(settings)
    clock, jobs = told_by_database(database, clock)
    lag = LoopLag()
    painter = Painter(drawing(database.unit_of_work))
    addresses = picture_addresses(settings, clock)
    pictures = Pictures(address=addresses.address, draw=painter.paint_or_not)
    platforms = open_platforms(
        settings,
        verbs=dispatcher.verbs,
        clock=clock,
        pictures=pictures,
        objection=objection_to,
    )
    assistant = Assistant(
        Parts(
            database=database,
            clock=clock,
            messengers=platforms.messengers,
            trouble_of=platforms.trouble,
            reaches=platforms.reaches,
            readers=platforms.readers,
            directories=platforms.directories,
            files=platforms.files,
            admins=settings.admins,
            public_base_url=settings.public_base_url,
            failpoint=Failpoint(settings.failpoint),
            patience=Patience(settings.lease_seconds),
            jobs=jobs,
            join=open_join(settings.join_base) if settings.join_base else None,
            gazette=open_gazette(settings.gazette_base) if settings.gazette_base else None,
            feeds=open_feeds(settings.feed_own_hosts),
        ),
        dispatcher,
    )
    return build_app(
        WebParts(
            checks=assistant.checks(),
            registry=registry_of(assistant.figures, lag, OUTAGE),
            metrics_token=settings.metrics_token,
            routes=(
                *platforms.routes(assistant.gate),
                calendar_route(assistant.calendar),
                answers_route(assistant.answers),
                charts_route(addresses.key_of, painter.paint),
                *posts_routes(settings.opinion_token, assistant.take_posts),
            ),
            lifespan=lifespan_of(Together(assistant, platforms), lag),
        )
    )


def told_by_database(database: Database, clock: Clock) -> tuple[Clock, tuple[Job, ...]]:
    """Return the clock that all replicas share, and what keeps it right; SQLite has one process."""
    if database.engine.dialect.name != "postgresql":
        return clock, ()
    shared = DatabaseClock(database)
    return shared, (Job("clock", shared.set_right, ASKED_EVERY),)


def open_named_database(settings: Settings) -> Database:
    """Open the database that the environment names."""
    cipher = Cipher(settings.secret_key, settings.old_secret_keys)
    idle_seconds = Patience(settings.lease_seconds).idle_seconds
    return open_database(settings.database_url, cipher, idle_seconds)


def picture_addresses(settings: Settings, clock: Clock) -> PictureAddresses:
    """Make what signs the addresses of pictures, and reads them."""
    keys = signing_keys(settings.secret_key, settings.old_secret_keys, "pictures")
    return PictureAddresses(settings.public_base_url, keys, clock.now)
