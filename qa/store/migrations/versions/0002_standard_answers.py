"""The standard answers as people keep them, what was found comparing calls with them, and the gaps."""

import sqlalchemy as sa
from alembic import op

import qa.store.tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("recorded_at", qa.store.tables.Utc(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("withdrawn_at", qa.store.tables.Utc(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_answer_entry_recorded_by_person")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_answer_entry_withdrawn_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_entry")),
    )
    op.create_index(op.f("ix_answer_entry_entry"), "answer_entry", ["entry"], unique=False)
    op.create_index(
        "uq_answer_entry_standing",
        "answer_entry",
        ["entry"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )

    op.create_table(
        "answer_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", qa.store.tables.Utc(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("withdrawn_at", qa.store.tables.Utc(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_answer_fact_recorded_by_person")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["answer_fact.id"], name=op.f("fk_answer_fact_replaces_id_answer_fact")
        ),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_answer_fact_withdrawn_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_fact")),
    )
    op.create_index(op.f("ix_answer_fact_entry"), "answer_fact", ["entry"], unique=False)

    op.create_table(
        "gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", qa.store.tables.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_gap_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
    )
    op.create_index("ix_gap_kind_key", "gap", ["kind", "key"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entry", sa.String(length=80), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("margin", sa.Double(), nullable=False),
        sa.Column("medium", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_question_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_call_id"), "question", ["call_id"], unique=False)
    op.create_index(op.f("ix_question_entry"), "question", ["entry"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("started_s", sa.Double(), nullable=True),
        sa.Column("ended_s", sa.Double(), nullable=True),
        sa.Column("entry", sa.String(length=80), nullable=True),
        sa.Column("fact_name", sa.String(length=200), nullable=False),
        sa.Column("fact_type", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_norm", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("fault", sa.String(length=20), nullable=True),
        sa.Column("medium", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("confirmed_fault", sa.String(length=20), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", qa.store.tables.Utc(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_finding_call_id_call")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_finding_confirmed_by_person")),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluation.id"], name=op.f("fk_finding_evaluation_id_evaluation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_call_id"), "finding", ["call_id"], unique=False)
    op.create_index(op.f("ix_finding_entry"), "finding", ["entry"], unique=False)
    op.create_index("ix_finding_verdict_entry", "finding", ["verdict", "entry"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_finding_verdict_entry", table_name="finding")
    op.drop_index(op.f("ix_finding_entry"), table_name="finding")
    op.drop_index(op.f("ix_finding_call_id"), table_name="finding")

    op.drop_table("finding")
    op.drop_index(op.f("ix_question_entry"), table_name="question")
    op.drop_index(op.f("ix_question_call_id"), table_name="question")

    op.drop_table("question")
    op.drop_index("ix_gap_kind_key", table_name="gap")

    op.drop_table("gap")
    op.drop_index(op.f("ix_answer_fact_entry"), table_name="answer_fact")

    op.drop_table("answer_fact")
    op.drop_index("uq_answer_entry_standing", table_name="answer_entry")
    op.drop_index(op.f("ix_answer_entry_entry"), table_name="answer_entry")

    op.drop_table("answer_entry")
