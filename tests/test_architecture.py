"""The rules of the house, held by tests: who may import whom, how long a file may be, what the docs must name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from qa.__main__ import COMMANDS
from qa.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    path for top in ("qa", "workers", "training") for path in (ROOT / top).rglob("*.py") if "versions" not in path.parts
)


def test_the_import_rule_holds() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_nothing_is_called_by_an_empty_name() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert [str(path) for path in SOURCES if path.stem in empty or empty & set(path.parts)] == []


def test_package_files_hold_only_a_docstring() -> None:
    for path in SOURCES:
        if path.name == "__init__.py":
            text = path.read_text(encoding="utf-8").strip()
            assert re.fullmatch(r'"""[^"]+"""', text), f"{path.relative_to(ROOT)} holds more than a docstring"


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`QA_{name.upper()}`" not in page]
    assert missing == []


def test_every_command_exists_and_is_documented() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert (ROOT / "qa" / "command" / f"{name}.py").exists(), name
        assert f"`qa {name}" in page, name


@pytest.mark.parametrize("forbidden", ["torch", "whisper", "librosa", "numba"])
def test_the_web_process_starts_without_heavy_libraries(forbidden: str) -> None:
    code = f"import sys, qa.web.app, qa.command.serve; sys.exit({forbidden!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]


def test_every_link_between_pages_of_the_docs_leads_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    broken = []
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.name} → {target}")
    assert broken == []
