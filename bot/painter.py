"""The painter: makes PNG of the SVG that the rooms draw, with the font of this package alone.

The library lets go of the interpreter while it works, so that other threads go on.
"""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Lock

from svg2png_py import FontDatabase, svg_to_png

from bot.errors import UnavailableError
from bot.logs import get_logger

FONT = Path(__file__).parent / "fonts" / "chart.otf"
KEPT = 64  # pictures of about 20 KB

DrawSvg = Callable[[str], str | None]  # of a picture's key; raises UnavailableError

_log = get_logger(__name__)


class Painter:
    """Paints pictures, and keeps the last ones. Safe to call from several threads."""

    def __init__(self, draw: DrawSvg, *, kept: int = KEPT) -> None:
        self._draw = draw
        self._fonts = FontDatabase()
        self._fonts.load_font_file(str(FONT))  # the system's own fonts stay out of it
        self._kept = kept
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._painting, self._keeping = Lock(), Lock()

    def paint(self, key: str) -> bytes | None:
        """Return a picture as PNG; None when there is none. Raises UnavailableError."""
        svg = self._draw(key)
        if svg is None:
            return None
        content = sha256(svg.encode()).digest()
        known = self._recall(content)
        if known is not None:
            return known
        with self._painting:  # one after another: pictures never take all cores
            known = self._recall(content)
            return known if known is not None else self._keep(content, svg)

    def paint_or_not(self, key: str) -> bytes | None:
        """Return a picture as PNG, or None; never raises: `bot.outbound.DrawPicture`."""
        try:
            return self.paint(key)
        except (UnavailableError, RuntimeError) as error:
            _log.warning("no picture", error=type(error).__name__)
            return None

    def _keep(self, content: bytes, svg: str) -> bytes:
        png = svg_to_png(svg, self._fonts)
        with self._keeping:
            self._known[content] = png
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return png

    def _recall(self, content: bytes) -> bytes | None:
        with self._keeping:
            png = self._known.get(content)
            if png is not None:
                self._known.move_to_end(content)
            return png
