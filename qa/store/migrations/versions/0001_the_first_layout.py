"""The first layout."""

import sqlalchemy as sa
from alembic import op

import qa.store.tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", qa.store.tables.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers_version")),
        sa.UniqueConstraint("hash", name=op.f("uq_answers_version_hash")),
    )
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("received_at", qa.store.tables.Utc(), nullable=False),
        sa.Column("container", sa.String(length=20), nullable=True),
        sa.Column("codec", sa.String(length=40), nullable=True),
        sa.Column("sample_rate_hz", sa.Integer(), nullable=True),
        sa.Column("channels", sa.Integer(), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("sha256", name=op.f("uq_recording_sha256")),
    )
    op.create_table(
        "rubric_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", qa.store.tables.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_version")),
        sa.UniqueConstraint("hash", name=op.f("uq_rubric_version_hash")),
    )
    op.create_table(
        "vendor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor")),
        sa.UniqueConstraint("name", name=op.f("uq_vendor_name")),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", qa.store.tables.Utc(), nullable=False),
        sa.Column("seen_at", qa.store.tables.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint("name", name=op.f("uq_worker_name")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_team_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("vendor_id", "name", name=op.f("uq_team_vendor_id_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id_team")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_person_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", qa.store.tables.Utc(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=80), nullable=False),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("new", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_act"), "audit", ["act"], unique=False)
    op.create_index(op.f("ix_audit_thing"), "audit", ["thing"], unique=False)
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("vendor_id", sa.Integer(), nullable=True),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("queue", sa.String(length=60), nullable=True),
        sa.Column("started_at", qa.store.tables.Utc(), nullable=False),
        sa.Column("accepted_at", qa.store.tables.Utc(), nullable=False),
        sa.Column("review_probability", sa.Double(), nullable=True),
        sa.Column("in_random_sample", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["person.id"], name=op.f("fk_call_agent_id_person")),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_call_recording_id_recording")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_call_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("recording_id", name=op.f("uq_call_recording_id")),
    )
    op.create_index(op.f("ix_call_agent_id"), "call", ["agent_id"], unique=False)
    op.create_index(op.f("ix_call_started_at"), "call", ["started_at"], unique=False)
    op.create_index(op.f("ix_call_vendor_id"), "call", ["vendor_id"], unique=False)
    op.create_table(
        "call_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", qa.store.tables.Utc(), nullable=True),
        sa.Column("waiting_since", qa.store.tables.Utc(), nullable=False),
        sa.Column("rung_at", qa.store.tables.Utc(), nullable=True),
        sa.Column("started_at", qa.store.tables.Utc(), nullable=True),
        sa.Column("finished_at", qa.store.tables.Utc(), nullable=True),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("work_s", sa.Double(), nullable=True),
        sa.Column("stopped", sa.JSON(), nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_stage_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_stage")),
        sa.UniqueConstraint("call_id", "stage", name=op.f("uq_call_stage_call_id_stage")),
    )
    op.create_index("ix_call_stage_state_stage", "call_stage", ["state", "stage"], unique=False)
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=True),
        sa.Column("end_s", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_flag_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(op.f("ix_flag_call_id"), "flag", ["call_id"], unique=False)
    op.create_table(
        "transcript",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=200), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", qa.store.tables.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_transcript_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
        sa.UniqueConstraint("call_id", "engine", name=op.f("uq_transcript_call_id_engine")),
    )
    op.create_index(op.f("ix_transcript_call_id"), "transcript", ["call_id"], unique=False)
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("answers_version_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("created_at", qa.store.tables.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answers_version_id"],
            ["answers_version.id"],
            name=op.f("fk_evaluation_answers_version_id_answers_version"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_evaluation_author_id_person")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_evaluation_call_id_call")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_evaluation_rubric_version_id_rubric_version")
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_evaluation_transcript_id_transcript")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    op.create_index(op.f("ix_evaluation_call_id"), "evaluation", ["call_id"], unique=False)
    op.create_table(
        "measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", qa.store.tables.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_measures_call_id_call")),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_measures_transcript_id_transcript")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
        sa.UniqueConstraint("transcript_id", name=op.f("uq_measures_transcript_id")),
    )
    op.create_index(op.f("ix_measures_call_id"), "measures", ["call_id"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("overrides_id", sa.Integer(), nullable=True),
        sa.Column("reason_code", sa.String(length=30), nullable=True),
        sa.Column("created_at", qa.store.tables.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_rating_author_id_person")),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluation.id"], name=op.f("fk_rating_evaluation_id_evaluation")),
        sa.ForeignKeyConstraint(["overrides_id"], ["rating.id"], name=op.f("fk_rating_overrides_id_rating")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
    )
    op.create_index(op.f("ix_rating_evaluation_id"), "rating", ["evaluation_id"], unique=False)
    op.create_index(op.f("ix_rating_overrides_id"), "rating", ["overrides_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_rating_overrides_id"), table_name="rating")
    op.drop_index(op.f("ix_rating_evaluation_id"), table_name="rating")
    op.drop_table("rating")
    op.drop_index(op.f("ix_measures_call_id"), table_name="measures")
    op.drop_table("measures")
    op.drop_index(op.f("ix_evaluation_call_id"), table_name="evaluation")
    op.drop_table("evaluation")
    op.drop_index(op.f("ix_transcript_call_id"), table_name="transcript")
    op.drop_table("transcript")
    op.drop_index(op.f("ix_flag_call_id"), table_name="flag")
    op.drop_table("flag")
    op.drop_index("ix_call_stage_state_stage", table_name="call_stage")
    op.drop_table("call_stage")
    op.drop_index(op.f("ix_call_vendor_id"), table_name="call")
    op.drop_index(op.f("ix_call_started_at"), table_name="call")
    op.drop_index(op.f("ix_call_agent_id"), table_name="call")
    op.drop_table("call")
    op.drop_index(op.f("ix_audit_thing"), table_name="audit")
    op.drop_index(op.f("ix_audit_act"), table_name="audit")
    op.drop_table("audit")
    op.drop_table("person")
    op.drop_table("team")
    op.drop_table("worker")
    op.drop_table("vendor")
    op.drop_table("rubric_version")
    op.drop_table("recording")
    op.drop_table("answers_version")
