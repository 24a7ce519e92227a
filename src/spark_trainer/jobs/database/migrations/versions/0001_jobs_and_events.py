"""Jobs and events."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BigKey = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("seq", BigKey, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("workdir", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False, server_default="0"),
        sa.Column("needs", sa.String(3), nullable=False),
        sa.Column("slot", sa.String(20)),
        sa.Column("claimer", sa.String(80)),
        sa.Column("supervisor", sa.String(80)),
        sa.Column("retries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("attempt", sa.Integer, nullable=False, server_default="1"),
        sa.Column("retry_of", sa.String(16)),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("started", sa.Float),
        sa.Column("ended", sa.Float),
        sa.Column("exit_code", sa.Integer),
        sa.Column("message", sa.Text),
        sa.Column("progress", sa.Float),
        sa.Column("events_read", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("published", sa.String(10), nullable=False, server_default=""),
        sa.UniqueConstraint("id", name="uq_jobs_id"),
        sa.CheckConstraint(
            "state in ('queued', 'running', 'completed', 'failed', 'cancelled')",
            name=op.f("ck_jobs_state"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_queue", "jobs", ["state", "priority", "seq"])
    op.create_index(
        "uq_jobs_slot",
        "jobs",
        ["slot"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(
        "ix_jobs_unpublished",
        "jobs",
        ["seq"],
        sqlite_where=sa.text("published <> state"),
        postgresql_where=sa.text("published <> state"),
    )
    op.create_table(
        "events",
        sa.Column("id", BigKey, primary_key=True, autoincrement=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "folders",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("changed_ns", sa.BigInteger, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.UniqueConstraint("path", name="uq_folders_path"),
        sa.CheckConstraint("kind in ('dataset', 'run', 'model')", name=op.f("ck_folders_kind")),
    )
    op.create_index("ix_folders_kind", "folders", ["kind", "changed_ns"])


def downgrade() -> None:
    op.drop_table("folders")
    op.drop_table("events")
    op.drop_table("jobs")
