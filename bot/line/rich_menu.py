"""The menu under the 1:1 chat: 登記, 找窗口, 我的案件, 說明. A tap is a typed line.

The picture is drawn from docs/pictures/rich-menu.html. Limits (size, ratio, areas, 1 MB):
https://developers.line.biz/en/reference/messaging-api/#rich-menu
"""

import hashlib
from pathlib import Path
from typing import Protocol

from bot.line.flex import Json

PICTURE = Path(__file__).with_name("rich_menu.png")
WIDTH, HEIGHT = 2500, 843  # pixels, as in the picture
JOBS = (  # label, what a tap types; from left to right
    ("登記", "登記"),
    ("找窗口", "找"),
    ("我的案件", "我的案件"),
    ("說明", "說明"),
)
NAME_PREFIX = "pobot-"


def menu_request(picture: bytes) -> Json:
    """Describe the menu; its name changes with its picture and its commands."""
    step = WIDTH // len(JOBS)
    stamp = hashlib.sha256(picture + repr(JOBS).encode()).hexdigest()[:12]
    return {
        "size": {"width": WIDTH, "height": HEIGHT},
        "selected": True,
        "name": NAME_PREFIX + stamp,
        "chatBarText": "小幫手選單",
        "areas": [
            {
                "bounds": {"x": place * step, "y": 0, "width": step, "height": HEIGHT},
                "action": {"type": "message", "label": label, "text": command},
            }
            for place, (label, command) in enumerate(JOBS)
        ],
    }


class MenuBoard(Protocol):
    """The part of LineClient that handles rich menus."""

    def rich_menus(self) -> dict[str, str]:
        """Return the names of the menus that exist, by id."""
        ...

    def add_rich_menu(self, menu: Json, picture: bytes) -> str:
        """Create a menu and return its id."""
        ...

    def show_rich_menu(self, menu_id: str) -> None:
        """Make a menu the default."""
        ...

    def remove_rich_menu(self, menu_id: str) -> None:
        """Delete a menu."""
        ...


def put_rich_menu(client: MenuBoard) -> bool:
    """Make the menu the default of every 1:1 chat and remove our older ones.

    False when this very menu exists already. Raises LineRefusalError.
    """
    picture = PICTURE.read_bytes()
    wanted = menu_request(picture)
    ours = {
        menu_id: name
        for menu_id, name in client.rich_menus().items()
        if name.startswith(NAME_PREFIX)
    }
    if wanted["name"] in ours.values():
        return False
    client.show_rich_menu(client.add_rich_menu(wanted, picture))
    for menu_id in ours:
        client.remove_rich_menu(menu_id)
    return True
