"""When the status of a track last changed, by which a late reminder is told from a paused one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds a column that may be empty, so that the version before can run beside this one."""
    op.add_column("records", sa.Column("status_at", sa.DateTime(timezone=True), nullable=True))
