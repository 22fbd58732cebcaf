"""What public posts say, in segments that a search goes through: see storage/post_index.py."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table

from storage.tables.metadata import metadata
from storage.tables.types import BigId, UtcDateTime

post_segments = Table(
    "post_segments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("edition", Integer, nullable=False),  # of how texts become words
    Column("first_post_id", BigId, nullable=False),
    Column("last_post_id", BigId, nullable=False, index=True),
    Column("received_at", UtcDateTime, nullable=False, index=True),  # of the first that came in
    Column("latest_at", UtcDateTime, nullable=False, index=True),  # moment of the latest post
    Column("post_ids", LargeBinary, nullable=False),  # steps from first_post_id
    Column("moments", LargeBinary, nullable=False),  # seconds since 1970
)

post_words = Table(
    "post_words",
    metadata,
    Column("segment_id", Integer, ForeignKey("post_segments.id"), primary_key=True),
    Column("shelf", Integer, primary_key=True, autoincrement=False),
    Column("places", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
