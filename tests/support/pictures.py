"""The pictures of a world, over HTTP as LINE fetches them."""

from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.message import Card
from bot.painter import Painter
from bot.pictures import PictureAddresses
from bot.web.charts import charts_route
from handlers.drawing import drawing
from storage.cipher import signing_keys
from tests.support.world import PUBLIC_BASE_URL, SECRET_KEY, World

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Gallery:
    """What signs, what paints, and a client that knows the secret addresses alone."""

    addresses: PictureAddresses
    painter: Painter
    http: TestClient

    def address(self, card: Card) -> str:
        assert card.picture is not None
        return self.addresses.address(card.picture.key)

    def fetch(self, card: Card) -> bytes:
        answer = self.http.get(self.address(card))
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "image/png"
        return answer.content


def gallery_of(world: World) -> Gallery:
    """Wired as bot/main.py does it."""
    keys = signing_keys(SECRET_KEY, (), "pictures")
    addresses = PictureAddresses(PUBLIC_BASE_URL, keys, world.clock.now)
    painter = Painter(drawing(world.database.unit_of_work))
    http = TestClient(Starlette(routes=[charts_route(addresses.key_of, painter.paint)]))
    return Gallery(addresses, painter, http)
