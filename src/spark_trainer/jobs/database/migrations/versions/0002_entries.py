"""Entries of datasets, with a full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INDEXED = ("name", "duration_s", "frames", "scenes", "audio", "captioned", "transcribed", "edited")


def upgrade() -> None:
    op.create_table(
        "entry_sets",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("dataset", sa.String(16), nullable=False),
        sa.Column("tag", sa.String(80), nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("total", sa.BigInteger, nullable=False),
        sa.Column("ready", sa.Integer, nullable=False),
    )
    op.create_index("ix_entry_sets_dataset", "entry_sets", ["dataset"])
    op.create_table(
        "entries",
        sa.Column("key", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("set_id", sa.String(16), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("duration_s", sa.Float, nullable=False),
        sa.Column("frames", sa.Integer, nullable=False),
        sa.Column("scenes", sa.Integer, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("fps", sa.Float, nullable=False),
        sa.Column("audio", sa.Integer, nullable=False),
        sa.Column("captioned", sa.Integer, nullable=False),
        sa.Column("transcribed", sa.Integer, nullable=False),
        sa.Column("edited", sa.Integer, nullable=False),
        sa.Column("offset", sa.BigInteger, nullable=False),
        sa.Column("length", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_entries_id", "entries", ["set_id", "id"])
    for name in INDEXED:
        op.create_index(f"ix_entries_{name}", "entries", ["set_id", name, "key"])
    op.create_table(
        "entry_anchors",
        sa.Column("set_id", sa.String(16), primary_key=True),
        sa.Column("sort", sa.String(20), primary_key=True),
        sa.Column("ordinal", sa.BigInteger, primary_key=True),
        sa.Column("key", sa.BigInteger, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE entry_words USING fts5"
            "(words, tokenize = 'unicode61 remove_diacritics 2')"
        )
    else:
        op.execute("CREATE TABLE entry_words (key BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_entry_words ON entry_words USING gin (words)")


def downgrade() -> None:
    op.drop_table("entry_words")
    op.drop_table("entry_anchors")
    op.drop_table("entries")
    op.drop_table("entry_sets")
