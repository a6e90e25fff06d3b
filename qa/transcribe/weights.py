"""Where Whisper's published weights lie, and whether they are whole. Only `fetch` downloads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import whisper

from qa.errors import Problem

BLOCK_BYTES = 1 << 22
SHORTEST_WINDOW_S = 5.0


@dataclass(frozen=True)
class Published:
    """One published model. `aliases` are its other names; `sha256` is what its bytes must hash to."""

    name: str
    aliases: tuple[str, ...]
    url: str
    sha256: str

    def place(self, models: Path) -> Path:
        return models / self.url.rsplit("/", 1)[1]


def published() -> tuple[Published, ...]:
    """Every model that Whisper's own loader knows, smallest first."""
    by_url: dict[str, list[str]] = {}
    for name, url in whisper._MODELS.items():
        by_url.setdefault(url, []).append(name)
    return tuple(Published(names[0], tuple(names[1:]), url, url.split("/")[-2]) for url, names in by_url.items())


def find(model: str) -> Published | None:
    """The published model of that name, None when `model` is no published name."""
    return next((known for known in published() if model == known.name or model in known.aliases), None)


def located(model: str, models: Path) -> tuple[Path, str]:
    """The file of `model` (a published name or a path) and its SHA-256.

    Raises `Problem(again=True)` when it is not there or not whole: the sentence says which file to put where.
    """
    known = find(model)
    if known is None:
        path = Path(model).expanduser()
        if not path.is_file():
            raise Problem(
                f"Whisper 모델 '{model}'이(가) 없습니다. QA_WHISPER_MODEL에 공개 모델 이름(예: turbo)이나 "
                "실제로 있는 .pt 파일 경로를 지정해 주세요.",
                f"There is no Whisper model {model!r}. Set QA_WHISPER_MODEL to a published name (such as turbo) "
                "or to the path of a .pt file that exists.",
                again=True,
            )
        return path, hashed(path)
    path = known.place(models)
    if not path.is_file():
        raise Problem(
            f"Whisper 모델 '{model}'의 가중치가 없습니다. {known.url} 파일을 받아 {path}에 복사하거나, "
            f"인터넷에 연결된 곳에서 'qa models fetch {model}'을(를) 실행한 뒤 다시 시도해 주세요.",
            f"The weights of Whisper model {model!r} are not here. Copy {known.url} to {path}, "
            f"or run 'qa models fetch {model}' where the internet can be reached, then try again.",
            again=True,
        )
    found = hashed(path)
    if found != known.sha256:
        raise Problem(
            f"{path} 파일이 온전하지 않습니다(SHA-256이 {known.sha256[:12]}…이어야 하는데 {found[:12]}…입니다). "
            f"지우고 {known.url} 파일을 다시 복사해 주세요.",
            f"{path} is damaged (its SHA-256 is {found[:12]}…, it should be {known.sha256[:12]}…). "
            f"Delete it and copy {known.url} there again.",
            again=True,
        )
    return path, found


def fetch(model: str, models: Path) -> Path:
    """Download a published model with Whisper's own loader, which checks the hash. Raises `Problem` when it cannot."""
    known = find(model)
    if known is None:
        names = ", ".join(one.name for one in published())
        raise Problem(
            f"'{model}'은(는) 공개 모델 이름이 아닙니다. 받을 수 있는 이름은 다음과 같습니다: {names}",
            f"{model!r} is no published model. The names are: {names}",
        )
    models.mkdir(parents=True, exist_ok=True)
    try:
        whisper._download(known.url, str(models), False)
    except (OSError, RuntimeError) as error:
        known.place(models).unlink(missing_ok=True)
        raise Problem(
            f"Whisper 모델 '{model}'을(를) 받지 못했습니다({error}). 인터넷에 연결된 곳에서 {known.url} 파일을 받아 "
            f"{known.place(models)}에 복사해 주세요.",
            f"Whisper model {model!r} could not be downloaded ({error}). Copy {known.url} to {known.place(models)} "
            "from a machine that reaches the internet.",
            again=True,
        ) from error
    return known.place(models)


def window_beside(path: Path, longest_s: float) -> float:
    """Seconds of speech the checkpoint at `path` should read at once: `window_s` in a .json of the same name beside it,
    else `longest_s`. A small or narrowly trained model reads short windows more surely.

    Raises `Problem(again=True)` when that file is there and says something else.
    """
    beside = path.with_suffix(".json")
    if not beside.is_file():
        return longest_s
    try:
        window_s = float(json.loads(beside.read_text("utf-8"))["window_s"])
        if not SHORTEST_WINDOW_S <= window_s <= longest_s:
            raise ValueError(window_s)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Problem(
            f'{beside} 파일에는 {{"window_s": {longest_s:g}}}처럼 한 번에 읽을 길이를 '
            f"{SHORTEST_WINDOW_S:g}초에서 {longest_s:g}초 사이로 적어 주세요.",
            f"{beside} must give the seconds of speech to read at once, {SHORTEST_WINDOW_S:g} to {longest_s:g}, "
            f'as {{"window_s": {longest_s:g}}}.',
            again=True,
        ) from error
    return window_s


def hashed(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
