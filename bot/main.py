"""The wiring of the web app: one of the few files of the bot that know handlers and storage."""

import os

from starlette.applications import Starlette

from bot.clock import Clock, SystemClock
from bot.config import Settings, check_for_serving, load_settings
from bot.failpoint import Failpoint
from bot.logs import configure_logs
from bot.metrics import registry_of
from bot.painter import Painter
from bot.pictures import PictureAddresses
from bot.platforms import Pictures, Together, open_platforms
from bot.sources.feeds.client import open_feeds
from bot.sources.gazette.check_up import open_gazette
from bot.sources.join.check_up import open_join
from bot.web.answers import answers_route
from bot.web.app import WebParts, build_app, lifespan_of
from bot.web.calendar import calendar_route
from bot.web.charts import charts_route
from bot.web.posts import posts_routes
from handlers.assistant import Assistant, Parts, open_dispatcher
from handlers.drawing import drawing
from handlers.shared.personal_data import objection_to
from storage.cipher import Cipher, signing_keys
from storage.engine import Database, open_database
from storage.migrate import migrate


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
            admins=settings.admins,
            public_base_url=settings.public_base_url,
            failpoint=Failpoint(settings.failpoint),
            join=open_join(settings.join_base) if settings.join_base else None,
            gazette=open_gazette(settings.gazette_base) if settings.gazette_base else None,
            feeds=open_feeds(),
        ),
        dispatcher,
    )
    return build_app(
        WebParts(
            checks=assistant.checks(),
            registry=registry_of(assistant.figures),
            metrics_token=settings.metrics_token,
            routes=(
                *platforms.routes(assistant.gate),
                calendar_route(assistant.calendar),
                answers_route(assistant.answers),
                charts_route(addresses.key_of, painter.paint),
                *posts_routes(settings.opinion_token, assistant.take_posts),
            ),
            lifespan=lifespan_of(Together(assistant, platforms)),
        )
    )


def open_named_database(settings: Settings) -> Database:
    """Open the database that the environment names."""
    cipher = Cipher(settings.secret_key, settings.old_secret_keys)
    return open_database(settings.database_url, cipher)


def picture_addresses(settings: Settings, clock: Clock) -> PictureAddresses:
    """Make what signs the addresses of pictures, and reads them."""
    keys = signing_keys(settings.secret_key, settings.old_secret_keys, "pictures")
    return PictureAddresses(settings.public_base_url, keys, clock.now)
