"""What a job makes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("made", sa.JSON))


def downgrade() -> None:
    op.drop_column("jobs", "made")
