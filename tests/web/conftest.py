"""The desk for tests: the cast's data, one copy per test that writes, and a client per person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from qa.settings import Settings
from qa.store.engine import Store
from qa.web.app import create_app
from tests.cast import Cast, token

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def app(cast: Cast, desk: Store) -> Flask:
    return create_app(desk, cast.settings)


@pytest.fixture
def demo_app(cast: Cast, desk: Store) -> Flask:
    settings: Settings = cast.settings.model_copy(update={"demo": True})
    return create_app(desk, settings)


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """A client signed in by the form, as a person would."""

    def as_(login: str, language: str = "ko") -> FlaskClient:
        client = app.test_client()
        page = client.get("/sign-in")
        if language != "ko":
            client.post("/language", data={"csrf_token": token(page.text), "language": language})
        answer = client.post("/sign-in", data={"csrf_token": token(page.text), "login": login, "password": login})
        assert answer.status_code == 303, answer.text
        return client

    return as_
