"""The people's half: reviews with drafts, disputes, calibration sessions, notifications, and when a call was released."""

import sqlalchemy as sa
from alembic import op

import qa.store.tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Calls that were flagged or drawn before there was an inbox wait in it now.
WAITING = """
INSERT INTO review (call_id, purpose, stream, state, vendor_id, rank, version, created_at, due_at, returned, praise,
                    opinion, work_s, listened_s, clips_played)
SELECT call.id, 'first', CASE WHEN call.in_random_sample THEN 'random' ELSE 'flagged' END, 'waiting', call.vendor_id, 0, 1,
       call.accepted_at, call.accepted_at, '', '', '', 0, 0, 0
FROM call
WHERE EXISTS (SELECT 1 FROM call_stage s WHERE s.call_id = call.id AND s.stage = 'flag' AND s.state = 'done')
  AND EXISTS (SELECT 1 FROM evaluation e WHERE e.call_id = call.id AND e.author_id IS NULL)
  AND (call.in_random_sample OR EXISTS (
       SELECT 1 FROM flag WHERE flag.call_id = call.id
       AND flag.code NOT IN ('too_noisy', 'unheard', 'silent_channel', 'cut_off')))
"""

# What lists of 100,000 calls are counted, paged and narrowed by: name, table, columns.
INDEXES = {
    'ix_call_started_at': ('call', ['started_at', 'in_random_sample']),
    'ix_call_vendor_id': ('call', ['vendor_id', 'started_at', 'in_random_sample']),
    'ix_call_agent_id': ('call', ['agent_id', 'started_at', 'in_random_sample']),
    'ix_call_stage_state_stage': ('call_stage', ['state', 'stage', 'call_id']),
    'ix_about_topic': ('about', ['topic', 'call_id']),
    'ix_about_reason': ('about', ['reason', 'call_id']),
    'ix_about_transfers': ('about', ['transfers', 'call_id']),
    'ix_about_language': ('about', ['language', 'call_id']),
    'ix_about_hold_s': ('about', ['hold_s', 'call_id']),
    'ix_about_time_to_agent_s': ('about', ['time_to_agent_s', 'call_id']),
    'ix_about_contacts_before': ('about', ['contacts_before', 'call_id']),
    'ix_about_resolved': ('about', ['resolved', 'transfers', 'call_id']),
    'ix_about_complains_of_waiting': ('about', ['complains_of_waiting', 'call_id']),
    'ix_about_complains_of_transfers': ('about', ['complains_of_transfers', 'call_id']),
    'ix_about_complains_of_unkindness': ('about', ['complains_of_unkindness', 'call_id']),
    'ix_finding_verdict_entry': ('finding', ['verdict', 'entry', 'call_id']),
    'ix_finding_medium': ('finding', ['medium', 'language', 'entry']),
    'ix_rating_overrides_id': ('rating', ['overrides_id']),
}
# As they were, most of one column.
NEW = ('ix_about_complains_of_waiting', 'ix_about_complains_of_transfers', 'ix_about_complains_of_unkindness', 'ix_finding_medium')
BEFORE = {name: (table, columns[:1]) for name, (table, columns) in INDEXES.items() if name not in NEW}
BEFORE['ix_finding_verdict_entry'] = ('finding', ['verdict', 'entry'])
BEFORE['ix_call_stage_state_stage'] = ('call_stage', ['state', 'stage'])


def _put_indexes(wanted: dict[str, tuple[str, list[str]]], there: dict[str, tuple[str, list[str]]]) -> None:
    for name, (table, _) in there.items():
        op.drop_index(name, table_name=table)
    for name, (table, columns) in wanted.items():
        # Of ratings only those that override another are looked for by it.
        where = sa.text('overrides_id IS NOT NULL') if table == 'rating' and wanted is INDEXES else None
        op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    op.create_table('calibration_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('rubric', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('unaware', sa.Boolean(), nullable=False),
    sa.Column('vendor_id', sa.Integer(), nullable=True),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', qa.store.tables.Utc(), nullable=False),
    sa.Column('due_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('revealed_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('closed_at', qa.store.tables.Utc(), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_calibration_session_created_by_person')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_calibration_session_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_session'))
    )
    op.create_index(op.f('ix_calibration_session_state'), 'calibration_session', ['state'], unique=False)
    op.create_table('notification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('sentence', sa.JSON(), nullable=False),
    sa.Column('link', sa.String(length=200), nullable=False),
    sa.Column('created_at', qa.store.tables.Utc(), nullable=False),
    sa.Column('read_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('mailed_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('mail_tries', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notification_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification'))
    )
    op.create_index('ix_notification_mailed_at', 'notification', ['mailed_at', 'mail_tries'], unique=False)
    op.create_index('ix_notification_person_id', 'notification', ['person_id', 'read_at'], unique=False)
    op.create_table('policy',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.Double(), nullable=False),
    sa.Column('changed_at', qa.store.tables.Utc(), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['person.id'], name=op.f('fk_policy_changed_by_person')),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_policy'))
    )
    op.create_table('saved_filter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('page', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('query', sa.String(length=1000), nullable=False),
    sa.Column('created_at', qa.store.tables.Utc(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_saved_filter_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_filter')),
    sa.UniqueConstraint('person_id', 'page', 'name', name=op.f('uq_saved_filter_person_id_page_name'))
    )
    op.create_table('calibration_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=60), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', qa.store.tables.Utc(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_calibration_comment_author_id_person')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_calibration_comment_call_id_call')),
    sa.ForeignKeyConstraint(['session_id'], ['calibration_session.id'], name=op.f('fk_calibration_comment_session_id_calibration_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_comment'))
    )
    op.create_index('ix_calibration_comment_session_id', 'calibration_comment', ['session_id', 'criterion'], unique=False)
    op.create_table('calibration_rater',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calibration_rater_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['calibration_session.id'], name=op.f('fk_calibration_rater_session_id_calibration_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_rater')),
    sa.UniqueConstraint('session_id', 'person_id', name=op.f('uq_calibration_rater_session_id_person_id'))
    )
    op.create_index(op.f('ix_calibration_rater_person_id'), 'calibration_rater', ['person_id'], unique=False)
    op.create_table('calibration_reference',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=60), nullable=False),
    sa.Column('answer', sa.String(length=60), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('at', qa.store.tables.Utc(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_calibration_reference_author_id_person')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_calibration_reference_call_id_call')),
    sa.ForeignKeyConstraint(['session_id'], ['calibration_session.id'], name=op.f('fk_calibration_reference_session_id_calibration_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_reference'))
    )
    op.create_index(op.f('ix_calibration_reference_session_id'), 'calibration_reference', ['session_id'], unique=False)
    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=12), nullable=False),
    sa.Column('stream', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('vendor_id', sa.Integer(), nullable=True),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', qa.store.tables.Utc(), nullable=False),
    sa.Column('due_at', qa.store.tables.Utc(), nullable=False),
    sa.Column('assigned_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('assigned_by', sa.Integer(), nullable=True),
    sa.Column('opened_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('blind_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('finished_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('returned', sa.Text(), nullable=False),
    sa.Column('praise', sa.Text(), nullable=False),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('work_s', sa.Double(), nullable=False),
    sa.Column('listened_s', sa.Double(), nullable=False),
    sa.Column('clips_played', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assigned_by'], ['person.id'], name=op.f('fk_review_assigned_by_person')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_review_call_id_call')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['calibration_session.id'], name=op.f('fk_review_session_id_calibration_session')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_review_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review'))
    )
    op.create_index('ix_review_call_id', 'review', ['call_id', 'person_id'], unique=False)
    op.create_index('ix_review_person_id', 'review', ['person_id', 'state'], unique=False)
    op.create_index(op.f('ix_review_session_id'), 'review', ['session_id'], unique=False)
    op.create_index('ix_review_taking', 'review', ['state', 'purpose', 'stream', 'rank', 'due_at', 'id'], unique=False)
    op.create_index('uq_review_first', 'review', ['call_id'], unique=True, sqlite_where=sa.text("purpose = 'first'"), postgresql_where=sa.text("purpose = 'first'"))
    op.create_table('draft_rating',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('rubric', sa.String(length=60), nullable=False),
    sa.Column('criterion', sa.String(length=60), nullable=False),
    sa.Column('answer', sa.String(length=60), nullable=True),
    sa.Column('reason_code', sa.String(length=30), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=True),
    sa.Column('shown', sa.String(length=60), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', qa.store.tables.Utc(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_rating_person_id_person')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_draft_rating_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_rating')),
    sa.UniqueConstraint('review_id', 'person_id', 'rubric', 'criterion', name=op.f('uq_draft_rating_review_id_person_id_rubric_criterion'))
    )
    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('at_s', sa.Double(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('for_agent', sa.Boolean(), nullable=False),
    sa.Column('created_at', qa.store.tables.Utc(), nullable=False),
    sa.Column('removed_at', qa.store.tables.Utc(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_note_author_id_person')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_note_call_id_call')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_note_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    op.create_index(op.f('ix_note_call_id'), 'note', ['call_id'], unique=False)
    op.create_index(op.f('ix_note_review_id'), 'note', ['review_id'], unique=False)
    op.create_table('planted',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('rubric', sa.String(length=60), nullable=False),
    sa.Column('criterion', sa.String(length=60), nullable=False),
    sa.Column('answer', sa.String(length=60), nullable=False),
    sa.Column('caught', sa.Boolean(), nullable=True),
    sa.Column('created_at', qa.store.tables.Utc(), nullable=False),
    sa.Column('settled_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('settled_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_planted_review_id_review')),
    sa.ForeignKeyConstraint(['settled_by'], ['person.id'], name=op.f('fk_planted_settled_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planted')),
    sa.UniqueConstraint('review_id', name=op.f('uq_planted_review_id'))
    )
    op.create_table('review_skip',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('at', qa.store.tables.Utc(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_skip_person_id_person')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_skip_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_skip'))
    )
    op.create_index(op.f('ix_review_skip_person_id'), 'review_skip', ['person_id'], unique=False)
    op.create_index(op.f('ix_review_skip_review_id'), 'review_skip', ['review_id'], unique=False)
    op.create_table('calibration_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_calibration_call_call_id_call')),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_calibration_call_evaluation_id_evaluation')),
    sa.ForeignKeyConstraint(['session_id'], ['calibration_session.id'], name=op.f('fk_calibration_call_session_id_calibration_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_call')),
    sa.UniqueConstraint('session_id', 'call_id', name=op.f('uq_calibration_call_session_id_call_id'))
    )
    op.create_index(op.f('ix_calibration_call_call_id'), 'calibration_call', ['call_id'], unique=False)
    op.create_index(op.f('ix_calibration_call_session_id'), 'calibration_call', ['session_id'], unique=False)
    op.create_table('review_evaluation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=5), nullable=False),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_review_evaluation_evaluation_id_evaluation')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_evaluation_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_evaluation')),
    sa.UniqueConstraint('evaluation_id', name=op.f('uq_review_evaluation_evaluation_id'))
    )
    op.create_index(op.f('ix_review_evaluation_review_id'), 'review_evaluation', ['review_id'], unique=False)
    op.create_table('dispute',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('rating_id', sa.Integer(), nullable=False),
    sa.Column('rubric', sa.String(length=60), nullable=False),
    sa.Column('criterion', sa.String(length=60), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('proposed', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('opened_at', qa.store.tables.Utc(), nullable=False),
    sa.Column('answered_at', qa.store.tables.Utc(), nullable=True),
    sa.Column('answered_rating_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['person.id'], name=op.f('fk_dispute_agent_id_person')),
    sa.ForeignKeyConstraint(['answered_rating_id'], ['rating.id'], name=op.f('fk_dispute_answered_rating_id_rating')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_dispute_call_id_call')),
    sa.ForeignKeyConstraint(['rating_id'], ['rating.id'], name=op.f('fk_dispute_rating_id_rating')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_dispute_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispute')),
    sa.UniqueConstraint('call_id', 'rubric', 'criterion', name=op.f('uq_dispute_call_id_rubric_criterion'))
    )
    op.create_index(op.f('ix_dispute_agent_id'), 'dispute', ['agent_id'], unique=False)
    op.create_index(op.f('ix_dispute_call_id'), 'dispute', ['call_id'], unique=False)
    op.create_index(op.f('ix_dispute_review_id'), 'dispute', ['review_id'], unique=False)
    op.create_index(op.f('ix_dispute_state'), 'dispute', ['state'], unique=False)
    op.create_table('rubric_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dispute_id', sa.Integer(), nullable=False),
    sa.Column('rubric', sa.String(length=60), nullable=False),
    sa.Column('criterion', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', qa.store.tables.Utc(), nullable=False),
    sa.ForeignKeyConstraint(['dispute_id'], ['dispute.id'], name=op.f('fk_rubric_case_dispute_id_dispute')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rubric_case')),
    sa.UniqueConstraint('dispute_id', name=op.f('uq_rubric_case_dispute_id'))
    )
    op.create_index(op.f('ix_rubric_case_rubric'), 'rubric_case', ['rubric'], unique=False)
    op.add_column('call', sa.Column('released_at', qa.store.tables.Utc(), nullable=True))
    op.add_column('call', sa.Column('dispute_until', qa.store.tables.Utc(), nullable=True))
    op.add_column('call', sa.Column('acknowledged_at', qa.store.tables.Utc(), nullable=True))
    op.create_index('ix_call_released', 'call', ['agent_id', 'released_at'], unique=False)
    op.add_column('person', sa.Column('email', sa.String(length=200), nullable=True))
    _put_indexes(INDEXES, BEFORE)
    op.execute(WAITING)


def downgrade() -> None:
    _put_indexes(BEFORE, INDEXES)
    op.drop_column('person', 'email')
    op.drop_index('ix_call_released', table_name='call')
    op.drop_column('call', 'acknowledged_at')
    op.drop_column('call', 'dispute_until')
    op.drop_column('call', 'released_at')
    op.drop_index(op.f('ix_rubric_case_rubric'), table_name='rubric_case')
    op.drop_table('rubric_case')
    op.drop_index(op.f('ix_dispute_state'), table_name='dispute')
    op.drop_index(op.f('ix_dispute_review_id'), table_name='dispute')
    op.drop_index(op.f('ix_dispute_call_id'), table_name='dispute')
    op.drop_index(op.f('ix_dispute_agent_id'), table_name='dispute')
    op.drop_table('dispute')
    op.drop_index(op.f('ix_review_evaluation_review_id'), table_name='review_evaluation')
    op.drop_table('review_evaluation')
    op.drop_index(op.f('ix_calibration_call_session_id'), table_name='calibration_call')
    op.drop_index(op.f('ix_calibration_call_call_id'), table_name='calibration_call')
    op.drop_table('calibration_call')
    op.drop_index(op.f('ix_review_skip_review_id'), table_name='review_skip')
    op.drop_index(op.f('ix_review_skip_person_id'), table_name='review_skip')
    op.drop_table('review_skip')
    op.drop_table('planted')
    op.drop_index(op.f('ix_note_review_id'), table_name='note')
    op.drop_index(op.f('ix_note_call_id'), table_name='note')
    op.drop_table('note')
    op.drop_table('draft_rating')
    op.drop_index('uq_review_first', table_name='review', sqlite_where=sa.text("purpose = 'first'"), postgresql_where=sa.text("purpose = 'first'"))
    op.drop_index('ix_review_taking', table_name='review')
    op.drop_index(op.f('ix_review_session_id'), table_name='review')
    op.drop_index('ix_review_person_id', table_name='review')
    op.drop_index(op.f('ix_review_call_id'), table_name='review')
    op.drop_table('review')
    op.drop_index(op.f('ix_calibration_reference_session_id'), table_name='calibration_reference')
    op.drop_table('calibration_reference')
    op.drop_index(op.f('ix_calibration_rater_person_id'), table_name='calibration_rater')
    op.drop_table('calibration_rater')
    op.drop_index('ix_calibration_comment_session_id', table_name='calibration_comment')
    op.drop_table('calibration_comment')
    op.drop_table('saved_filter')
    op.drop_table('policy')
    op.drop_index('ix_notification_person_id', table_name='notification')
    op.drop_index('ix_notification_mailed_at', table_name='notification')
    op.drop_table('notification')
    op.drop_index(op.f('ix_calibration_session_state'), table_name='calibration_session')
    op.drop_table('calibration_session')
