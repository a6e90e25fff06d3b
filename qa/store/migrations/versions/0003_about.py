"""What each call was about, and the keyed hash of the number it came from."""

import sqlalchemy as sa
from alembic import op

import qa.store.tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXED = ("topic", "reason", "transfers", "resolved", "hold_s", "time_to_agent_s", "language", "contacts_before")


def upgrade() -> None:
    op.add_column("call", sa.Column("citizen_hash", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_call_citizen_hash"), "call", ["citizen_hash"])
    op.create_table(
        "about",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("answers_version_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=300), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("transfers", sa.Integer(), nullable=False),
        sa.Column("resolved", sa.Boolean(), nullable=True),
        sa.Column("hold_s", sa.Double(), nullable=True),
        sa.Column("time_to_agent_s", sa.Double(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("complains_of_waiting", sa.Boolean(), nullable=False),
        sa.Column("complains_of_transfers", sa.Boolean(), nullable=False),
        sa.Column("complains_of_unkindness", sa.Boolean(), nullable=False),
        sa.Column("contacts_before", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", qa.store.tables.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_about_call_id_call")),
        sa.ForeignKeyConstraint(["transcript_id"], ["transcript.id"], name=op.f("fk_about_transcript_id_transcript")),
        sa.ForeignKeyConstraint(
            ["answers_version_id"], ["answers_version.id"], name=op.f("fk_about_answers_version_id_answers_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_about")),
        sa.UniqueConstraint("call_id", name=op.f("uq_about_call_id")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_about_{column}"), "about", [column])


def downgrade() -> None:
    for column in INDEXED:
        op.drop_index(op.f(f"ix_about_{column}"), table_name="about")
    op.drop_table("about")
    op.drop_index(op.f("ix_call_citizen_hash"), table_name="call")
    op.drop_column("call", "citizen_hash")
