"""People who want to be reminded, and the pace that all replicas keep together."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds tables only, so that the version before can run beside this one."""
    op.create_table(
        "subscribers",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("days_before", JSON, nullable=False),
        sa.Column("everything", sa.Boolean(), nullable=False),
        sa.Column("weekends", sa.Boolean(), nullable=False),
        sa.Column("muted_until", INSTANT, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_subscribers_program_id")
        ),
        sa.PrimaryKeyConstraint("program_id", "user_id", name=op.f("pk_subscribers")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("track", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_subscriptions_program_id")
        ),
        sa.PrimaryKeyConstraint("program_id", "user_id", "track", name=op.f("pk_subscriptions")),
    )
    op.create_table(
        "dismissed",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_dismissed_program_id")
        ),
        sa.PrimaryKeyConstraint("program_id", "user_id", "subject", name=op.f("pk_dismissed")),
    )
    op.create_table(
        "pace",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(length=20), nullable=False),
        sa.Column("free_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_pace_program_id")),
        sa.PrimaryKeyConstraint("program_id", "network", name=op.f("pk_pace")),
    )
