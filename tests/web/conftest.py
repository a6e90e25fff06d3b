"""The desk for tests: the cast's data, one copy per test that writes, and a client per person."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from qa.settings import Settings
from qa.store.engine import Store
from qa.web.app import create_app
from tests.cast import Cast, build, token

SignIn = Callable[..., FlaskClient]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    return build(tmp_path_factory.mktemp("cast"))


@pytest.fixture
def cast(made: Cast, tmp_path: Path) -> Cast:
    """A copy of the cast of this test's own."""
    folder = tmp_path / "cast"
    shutil.copytree(made.folder, folder)
    return Cast(folder, made.settings.model_copy(update={"data": folder}), made.calls)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Store]:
    opened = cast.store()
    yield opened
    opened.close()


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
