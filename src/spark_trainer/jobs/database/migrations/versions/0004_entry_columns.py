"""Fields of entries as packed columns.

Entries are an index over manifests: what there was of them is dropped, and made anew by the server.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
OLD_INDEXED = (
    "name", "duration_s", "frames", "scenes", "audio", "captioned", "transcribed", "edited",
)  # fmt: skip


def upgrade() -> None:
    _forget()
    op.drop_table("entry_anchors")
    op.drop_table("entries")
    op.add_column("entry_sets", sa.Column("facts", sa.JSON, nullable=False, server_default="{}"))
    op.create_table(
        "entries",
        sa.Column("key", Key, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("offset", sa.BigInteger, nullable=False),
        sa.Column("length", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_entries_id", "entries", ["id", "key"])
    op.create_table(
        "entry_columns",
        sa.Column("set_id", sa.String(16), primary_key=True),
        sa.Column("role", sa.String(6), primary_key=True),
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(3), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    _forget()
    op.drop_table("entry_columns")
    op.drop_table("entries")
    op.drop_column("entry_sets", "facts")
    op.create_table(
        "entries",
        sa.Column("key", Key, primary_key=True),
        sa.Column("set_id", sa.String(16), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("duration_s", sa.Float, nullable=False),
        *(
            sa.Column(n, sa.Integer, nullable=False)
            for n in ("frames", "scenes", "width", "height")
        ),
        sa.Column("fps", sa.Float, nullable=False),
        *(sa.Column(n, sa.Integer, nullable=False) for n in OLD_INDEXED[4:]),
        sa.Column("offset", sa.BigInteger, nullable=False),
        sa.Column("length", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_entries_id", "entries", ["set_id", "id"])
    for name in OLD_INDEXED:
        op.create_index(f"ix_entries_{name}", "entries", ["set_id", name, "key"])
    op.create_table(
        "entry_anchors",
        sa.Column("set_id", sa.String(16), primary_key=True),
        sa.Column("sort", sa.String(20), primary_key=True),
        sa.Column("ordinal", sa.BigInteger, primary_key=True),
        sa.Column("key", sa.BigInteger, nullable=False),
    )


def _forget() -> None:
    op.execute("DELETE FROM entry_sets")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE entry_words")
        op.execute(
            "CREATE VIRTUAL TABLE entry_words USING fts5"
            "(words, tokenize = 'unicode61 remove_diacritics 2')"
        )
    else:
        op.execute("TRUNCATE entry_words")
