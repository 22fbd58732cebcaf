"""How large a table handed over in a chat may be: it is fetched and read while somebody waits.

What is larger is for the operator's `import-posts`, which has the same reader and more time.
"""

LARGEST_FILE = 3_000_000  # bytes, as handed over
LARGEST_UNPACKED = 25_000_000  # bytes of all parts of a workbook together
FETCH_SECONDS = 5.0  # with the reading it stays within an event's lease
