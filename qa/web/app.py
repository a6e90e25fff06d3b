"""The desk as a Flask application: settings and store in, one blueprint per family of pages."""

from __future__ import annotations

from flask import Flask, request, session
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect

from qa.desk.access import Act, may
from qa.desk.ingest import intake
from qa.scoring.flags import is_technical, technical_last
from qa.settings import Settings
from qa.store.engine import Store
from qa.web import (
    answers,
    assets,
    calibration,
    calibration_export,
    calibration_new,
    calls,
    corrections,
    disputes,
    errors,
    export,
    filters,
    findings,
    formats,
    gaps,
    hand_in,
    history,
    inbox,
    keys,
    media,
    notes,
    notices,
    override,
    policy,
    preferences,
    results,
    reviews,
    scorecard,
    security,
    sign_in,
    status,
    why,
    wording,
    wording_review,
    work,
)
from qa.web.keys import KEYS

FILES_AT_ONCE = 8  # a request may be this many times the size of the largest file


def create_app(store: Store, settings: Settings) -> Flask:
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=security.secret_key(settings.data),
        SESSION_COOKIE_NAME="attune",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024 * FILES_AT_ONCE,
        MAX_FORM_PARTS=500,
        WTF_CSRF_TIME_LIMIT=None,  # a review may take an afternoon; the token ends with the session
        BABEL_DEFAULT_LOCALE="ko",
        BABEL_DEFAULT_TIMEZONE=settings.time_zone,
        DEMO=settings.demo,
    )
    app.session_interface = security.Sessions()
    app.extensions["store"] = store
    app.extensions["settings"] = settings
    app.extensions["intake"] = intake(store, settings)
    app.extensions["recordings"] = app.extensions["intake"].recordings
    app.extensions["bells"] = app.extensions["intake"].bells
    app.extensions["tries"] = sign_in.Tries()
    CSRFProtect(app)
    Babel(app, locale_selector=_language)
    errors.register(app)
    app.before_request(sign_in.ask_who)
    app.after_request(security.harden)
    for family in (sign_in, preferences, calls, override, findings, gaps, media, hand_in, export, status):
        app.register_blueprint(family.pages)
    for family in (notices, filters, history, inbox, reviews, notes):
        app.register_blueprint(family.pages)
    for family in (results, disputes, corrections):
        app.register_blueprint(family.pages)
    for family in (work, policy, keys, why):
        app.register_blueprint(family.pages)
    for family in (calibration, calibration_new, calibration_export):
        app.register_blueprint(family.pages)
    answers.register(app)
    _teach_templates(app)
    return app


def _language() -> str:
    """Korean unless the reader chose otherwise."""
    chosen = session.get("language")
    return chosen if chosen in wording.LANGUAGES else "ko"


def _teach_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        say=wording.say,
        word=wording.word,
        wording=wording,
        words=wording_review,
        label_of=scorecard.label_of,
        language=wording.language,
        asset=assets.asset,
        vendor=assets.vendor,
        nonce=security.nonce,
        person=sign_in.current_person,
        may=lambda act, thing=None: may(sign_in.current_person(), Act(act), thing),
        unread_notices=notices.unread,
        saved_filters=filters.saved_filters,
        theme=lambda: session.get("theme", "auto"),
        here=lambda: request.full_path.rstrip("?") if request.method == "GET" else request.path,
        keys=KEYS,
        agent_channel=app.extensions["settings"].agent_channel,
    )
    app.jinja_env.filters.update(
        sentence=wording.sentence,
        clock=formats.clock,
        lasting=formats.length,
        day=formats.day,
        short_day=formats.short_day,
        minute=formats.minute,
        score=formats.score,
        percent=formats.percent,
        number=formats.number,
        ago=formats.ago,
        iso=formats.iso,
        technical_last=technical_last,
    )
    app.jinja_env.tests["technical"] = is_technical
