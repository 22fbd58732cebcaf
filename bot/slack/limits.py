"""How much Slack takes, and how much we put on one card.

Source of Slack's own: https://docs.slack.dev/reference/block-kit/ ; lengths are measured in UTF-16
units, which are never fewer than what Slack counts.
"""

# Slack's limits
HEADER_LIMIT = 150  # characters of a header block
BUTTON_LABEL_LIMIT = 75
BUTTON_VALUE_LIMIT = 2000  # characters of what a tap types
CONFIRM_TEXT_LIMIT = 300
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100  # of a modal or the App Home
VIEW_TITLE_LIMIT = 24  # of a modal, and of its two buttons
LABEL_LIMIT = 2000  # of a field of a modal, and of its hint
PLACEHOLDER_LIMIT = 150
OPTION_LIMIT = 75  # characters of one choice
OPTION_VALUE_LIMIT = 150
OPTION_COUNT = 100
INPUT_LIMIT = 3000  # characters that a field of a modal takes
# Slack refuses a message somewhere about 13,000 characters in all (`msg_blocks_too_long`), a block
# counting for some itself; it does not say where: https://github.com/slackapi/bolt-js/issues/2867
MESSAGE_COST = 12_000  # units of text and BLOCK_COST a block
BLOCK_COST = 100
MESSAGE_TEXT = 9000  # ours: what the cards of one message share
# Our own: what is read at a glance, and five cards of the longest fit into one message
ALT_LIMIT = 1000
STRIP_LIMIT = 40
FLAG_LIMIT = 24
TITLE_LIMIT = 100
FACT_LABEL_LIMIT = 12
FACT_VALUE_LIMIT = 100
FACT_COUNT = 5
ITEM_TITLE_LIMIT = 60
ITEM_TEXT_LIMIT = 120
ITEM_COUNT = 5
NOTE_LIMIT = 160
BUTTON_COUNT = 4
TYPED_LIMIT = 120  # of a command that is shown before it is typed
