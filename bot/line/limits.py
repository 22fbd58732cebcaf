"""How much LINE takes, and how much we put on one card.

Source of LINE's own: https://developers.line.biz/en/reference/messaging-api/
"""

# LINE's limits
MESSAGE_LIMIT = 5  # messages of one reply or push
TEXT_LIMIT = 5000  # UTF-16 units of a text message
ALT_LIMIT = 1500  # UTF-16 units of a Flex message's alternative text
LABEL_LIMIT = 40  # UTF-16 units of a Flex button's label
ACTION_TEXT_LIMIT = 300  # UTF-16 units of what a button types
URI_LIMIT = 1000  # characters of a link
# Our own, so that every bubble stays under LINE's 30 KB and on one screen
STRIP_LIMIT = 40  # UTF-16 units of the strip's left side
FLAG_LIMIT = 16  # UTF-16 units of the strip's right side
TITLE_LIMIT = 100
FACT_LABEL_LIMIT = 12
FACT_VALUE_LIMIT = 100
ITEM_TITLE_LIMIT = 60
ITEM_TEXT_LIMIT = 120
BODY_LIMIT = 1500
NOTE_LIMIT = 160
TYPED_LIMIT = 40  # UTF-16 units of a command that is printed to be typed
FACT_COUNT = 5
ITEM_COUNT = 5
BUTTON_COUNT = 4
HALF_ROW_WIDTH = 14  # Latin letters; a Chinese character is as wide as two
SHORT_LABEL_WIDTH = 8  # of a fact, in the same measure
