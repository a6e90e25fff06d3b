"""What every answer carries, the key that signs sessions, and pages that bring nothing foreign."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import qa.web
from qa.command.serve import command, refuse_open_demo
from qa.errors import Misconfigured
from qa.settings import HERE, Settings
from qa.web.security import secret_key
from qa.web.vendor import LIBRARIES, copy_libraries
from tests.cast import Cast

WEB = Path(qa.web.__file__).parent


def test_the_content_policy_allows_nothing_unsafe_and_nothing_foreign(sign_in: Any, cast: Cast) -> None:
    client = sign_in("suhyun")
    for address in ("/calls", f"/calls/{cast.calls['full']}", "/nowhere", "/static/css/scale.css"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_nonce_is_new_each_time_and_the_pages(sign_in: Any, cast: Cast) -> None:
    client = sign_in("suhyun")
    nonces = []
    for _ in range(2):
        answer = client.get(f"/calls/{cast.calls['full']}")
        nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
        assert f'data-nonce="{nonce}"' in answer.text
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


def test_no_template_has_inline_scripts_styles_or_other_hosts() -> None:
    for path in (WEB / "templates").rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)", html), path
        assert "<style" not in html, path
        assert not re.search(r"\s(style|on[a-z]+)=\"", html), path
        assert not re.search(r"https?://|//[a-z]", html), path


def test_own_scripts_and_styles_fetch_nothing_foreign_and_stay_small() -> None:
    size = 0
    for path in [*(WEB / "static" / "js").glob("*.js"), *(WEB / "static" / "css").glob("*.css")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|@import", text), path
        size += len(text.encode()) if path.suffix == ".js" else 0
    assert size < 100_000


def test_colours_are_named_in_one_file_only() -> None:
    for path in (WEB / "static" / "css").glob("*.css"):
        if path.name != "scale.css":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"#[0-9a-f]{3,8}\b(?![^{]*\{)(?<!#fff)(?<!#000)", text), path


def contrast(one: str, two: str) -> float:
    """WCAG 2.2 contrast ratio of two sRGB colours."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("night", [False, True])
def test_text_has_the_contrast_that_wcag_aa_asks_for(night: bool) -> None:
    css = (WEB / "static" / "css" / "scale.css").read_text(encoding="utf-8")
    found = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", css)
    colour = {name: dark if night else day for name, day, dark in found}
    grounds = ("paper", "surface", "sunken")
    texts = [(ink, ground) for ink in ("ink", "ink-soft", "agent", "citizen", "bad") for ground in grounds]
    texts += [(name, f"{name}-wash") for name in ("good", "partly", "bad", "person", "agent", "citizen")]
    texts += [("ink", f"{name}-wash") for name in ("bad", "person", "agent", "citizen", "good")]
    texts += [("ink-soft", "person-wash"), ("surface", "ink"), ("paper", "ink")]
    for text, ground in texts:
        assert contrast(colour[text], colour[ground]) >= 4.5, (text, ground)
    for line, ground in (("line-strong", "surface"), ("focus", "surface"), ("focus", "paper")):
        assert contrast(colour[line], colour[ground]) >= 3, (line, ground)


def test_the_session_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "data")
    assert len(key) >= 32
    assert secret_key(tmp_path / "data") == key
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    (tmp_path / "data" / "secret.key").write_bytes(b"")  # cut off between making and filling it
    assert len(secret_key(tmp_path / "data")) >= 32


def test_the_web_process_needs_no_speech_libraries() -> None:
    heavy = "torch whisper librosa numba soundfile av"
    code = f"import sys, qa.web.app, qa.command.serve; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(("host", "ok"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("192.0.2.7", False)])
def test_the_demo_opens_on_this_machine_only(host: str, ok: bool) -> None:
    settings = Settings(demo=True, host=host)
    if ok:
        refuse_open_demo(settings)
    else:
        with pytest.raises(Misconfigured, match="QA_HOST"):
            refuse_open_demo(settings)
    refuse_open_demo(settings.model_copy(update={"demo": False}))


def test_serve_refuses_an_open_demo_before_anything_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from qa.settings import settings

    settings.cache_clear()
    monkeypatch.setenv("QA_DEMO", "1")
    monkeypatch.setenv("QA_HOST", "0.0.0.0")
    monkeypatch.setenv("QA_DATA", str(tmp_path / "data"))
    done = CliRunner().invoke(command)
    settings.cache_clear()
    assert isinstance(done.exception, Misconfigured)
    assert not (tmp_path / "data").exists()


def test_libraries_are_copied_whole_with_licence_and_version(tmp_path: Path) -> None:
    modules = tmp_path / "node_modules"
    for package, file, licence, folder in LIBRARIES.values():
        for name in (file, licence, "package.json"):
            (modules / package / name).parent.mkdir(parents=True, exist_ok=True)
            (modules / package / name).write_text('{"version": "1.2.3"}')
        if folder:
            (modules / package / Path(file).parent / folder).mkdir()
    target = tmp_path / "vendor"
    target.mkdir()
    (target / "old.js").write_text("old")
    listed = copy_libraries(modules, target)
    assert not (target / "old.js").exists()
    assert json.loads((target / "vendor.json").read_text()) == listed
    for item in listed:
        assert "1.2.3" in item["file"]
        assert (target / item["file"]).exists()
        assert (target / item["file"]).with_name("LICENSE.txt").exists()


def test_a_missing_library_is_named_and_what_was_there_stays(tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    target.mkdir()
    (target / "kept.js").write_text("kept")
    with pytest.raises(Misconfigured, match=r"htmx\.org.*npm ci"):
        copy_libraries(tmp_path / "nothing", target)
    assert (target / "kept.js").exists()


def test_the_lock_file_names_every_library_by_hash_and_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text())
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    for package, version in wanted.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        locked = lock["packages"][f"node_modules/{package}"]
        assert locked["version"] == version
        assert locked["integrity"].startswith("sha512-")
        assert "resolved" not in locked
    assert set(wanted) == {package for package, *_ in LIBRARIES.values()}


def test_an_unforeseen_error_is_a_page_without_its_traceback(app: Any, sign_in: Any) -> None:
    client = sign_in("suhyun")
    app.view_functions["calls.calls"] = lambda: 1 / 0
    answer = client.get("/calls")
    assert answer.status_code == 500
    assert "저장된 내용은 그대로 있습니다" in answer.text
    assert "ZeroDivisionError" not in answer.text


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/calls/1/override", 404), ("/sign-out", 405)])
def test_errors_are_designed_pages(sign_in: Any, address: str, status: int) -> None:
    answer = sign_in("suhyun").get(address)
    assert answer.status_code == status
    assert "통화 목록으로" in answer.text
