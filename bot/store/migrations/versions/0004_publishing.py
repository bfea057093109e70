"""Announcements of every kind, their pictures and notes, and the order of the parts of a thread."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds columns that may be empty, and tables, so that the version before can run beside this
    one."""
    op.add_column("ledger", sa.Column("after", sa.String(40), nullable=False, server_default=""))
    for column in (
        sa.Column("kind", sa.String(20), nullable=False, server_default="award"),
        sa.Column("title", sa.Text, nullable=False, server_default=""),
        sa.Column("about", Json),
        sa.Column("target", sa.Integer),
        sa.Column("texts", Json),
        sa.Column("media", Json),
        sa.Column("accounts", Json),
    ):
        op.add_column("announcements", column)
    op.create_table(
        "media",
        sa.Column("program_id", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("slack_file", sa.String(40), nullable=True),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("program_id", "digest", name="pk_media"),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name="fk_media_program_id"),
    )
    op.create_table(
        "notes",
        sa.Column("id", BigId, sa.Identity(), nullable=False),
        sa.Column("program_id", sa.Integer, nullable=False),
        sa.Column("announcement_id", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("wants_changes", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name="fk_notes_program_id"),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name="fk_notes_announcement_id"
        ),
    )
    op.create_index("ix_notes_announcement_id", "notes", ["announcement_id"])
