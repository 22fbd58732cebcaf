"""How long what is kept of a case may be; numbers are read by `handlers.shared.case_numbers`."""

from handlers.shared.case_numbers import CaseNumber, clean_text, read_number, short_number

__all__ = ["CaseNumber", "clean_text", "read_number", "short_number"]

LINE_LIMIT = 2000  # characters of a command line that is taken apart
SUBJECT_LIMIT = 120  # characters; Join's own titles end at 50
NOTE_LIMIT = 1000
RESULT_LIMIT = 300
UNIT_LIMIT = 30  # a unit's or a drafter's name
