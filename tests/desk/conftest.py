"""The cast's data for the people's half."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.store.engine import Store
from tests.cast import Cast, build


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    return build(tmp_path_factory.mktemp("cast"))


@pytest.fixture
def cast(made: Cast, tmp_path: Path) -> Cast:
    folder = tmp_path / "cast"
    shutil.copytree(made.folder, folder)
    return Cast(folder, made.settings.model_copy(update={"data": folder}), made.calls)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Store]:
    opened = cast.store()
    yield opened
    opened.close()
