"""Tables as files: CSV, and ODS (OpenDocument 1.3 part 3) for 公務 computers.

What people typed stays text: no cell begins a formula.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

Rows = Sequence[Sequence[str]]

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NOT_IN_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_TITLE = 31  # characters of a sheet's name that every program takes
NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]*?:/\\'", " "))
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a zip; the file says nothing of when it was made
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"\
 manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def csv_file(title: str, rows: Rows) -> bytes:
    """Write rows as CSV, UTF-8 with a mark so that Excel reads it; `title` is not in it."""
    del title
    out = StringIO()
    csv.writer(out).writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def ods_file(title: str, rows: Rows) -> bytes:
    """Write rows as one sheet; every cell is a text, so that nothing in it is computed."""
    sheet = " ".join(_plain(title).translate(NOT_IN_TITLES).split())[:LONGEST_TITLE]
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}'
        ' office:version="1.3"><office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr(sheet)}>{''.join(_row(row) for row in rows)}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        # First and not compressed, so that programs know the file by its first bytes.
        archive.writestr(ZipInfo("mimetype", EARLIEST), MIMETYPE, ZIP_STORED)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", MANIFEST)):
            archive.writestr(ZipInfo(name, EARLIEST), text, ZIP_DEFLATED)
    return out.getvalue()


def _row(row: Sequence[str]) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string">{"".join(_paragraphs(cell))}'
        "</table:table-cell>"
        for cell in row
    )
    return f"<table:table-row>{cells}</table:table-row>"


def _paragraphs(cell: str) -> Iterator[str]:
    for line in _plain(cell).split("\n"):
        yield f"<text:p>{escape(line)}</text:p>"


def _plain(text: str) -> str:
    """Drop what XML cannot hold."""
    return NOT_IN_XML.sub("", text)


def _guarded(cell: str) -> str:
    """Let a spreadsheet program take a cell for text, whatever it begins with."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA_SIGNS) else cell
