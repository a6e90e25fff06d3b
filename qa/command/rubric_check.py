"""`qa rubric check`: are rubric files sound, and do their tests come out as expected?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from qa.answers.entries import Answers
from qa.answers.table import load_answers
from qa.command.score import rubric_path
from qa.command.terminal import language, say_json
from qa.errors import Misconfigured
from qa.scoring.rubric import load_rubric
from qa.scoring.rubric_advice import Advice, advice
from qa.scoring.rubric_cases import CaseResult, cases_beside, run_cases
from qa.settings import settings


@click.command("check")
@click.argument("paths", nargs=-1, required=True)
@click.option("--no-tests", is_flag=True, help="Leave out the tests beside the rubrics.")
@click.option("--strict", is_flag=True, help="A warning is a fault, too.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def check(paths: tuple[str, ...], no_tests: bool, strict: bool, json_wanted: bool) -> None:
    """Check rubric files (or names, or folders) and run the tests beside them.

    Every fault is named with file, line and field; every test that fails with what came out instead and why. Exit code
    1 when there is one.
    """
    results = [_check(path, no_tests) for path in _files(paths)]
    if json_wanted:
        say_json(results)
    else:
        for result in results:
            _say(result)
    for result in results:
        if "error" in result:
            click.echo(result["error"], err=True)
    if not all(result["ok"] and not (strict and result.get("warnings")) for result in results):
        sys.exit(1)


def _check(path: Path, no_tests: bool) -> dict[str, Any]:
    beside = cases_beside(path)
    ran: tuple[CaseResult, ...] | None = None
    try:
        rubric = load_rubric(path)
        if not no_tests and beside.is_file():
            ran = run_cases(rubric, beside, answers=_answers())
    except Misconfigured as fault:
        return {"file": str(path), "ok": False, "error": fault.sentence.in_language(language())}
    warnings = advice(rubric, ran) if not no_tests else ()
    return {
        "file": str(path),
        "ok": all(result.passed for result in ran or ()),
        "id": rubric.id,
        "criteria": len(rubric.criteria),
        "hash": rubric.hash,
        "tests": None if ran is None else _tests(beside, ran),
        "warnings": [_warning(each) for each in warnings],
    }


def _answers() -> Answers | None:
    """The standard answers of this installation, for tests of facts; None where there are none."""
    path = settings().answers
    return load_answers(path) if path.is_file() else None


def _tests(path: Path, ran: tuple[CaseResult, ...]) -> dict[str, Any]:
    failed = [
        {
            "case": result.name,
            "line": result.line,
            "misses": [
                {
                    "criterion": miss.criterion,
                    "line": miss.line,
                    "expected": miss.expected,
                    "got": miss.got,
                    "reason": miss.reason.ko,
                    "reason_en": miss.reason.en,
                    "quotes": list(miss.quotes),
                }
                for miss in result.misses
            ],
        }
        for result in ran
        if not result.passed
    ]
    return {"file": str(path), "run": len(ran), "passed": len(ran) - len(failed), "failed": failed}


def _warning(each: Advice) -> dict[str, str]:
    told = each.sentence
    return {"code": each.code, "criterion": each.criterion, "sentence": told.ko, "sentence_en": told.en}


def _say(result: dict[str, Any]) -> None:
    if "id" not in result:
        return
    tests = result["tests"]
    korean = language() == "ko"
    shown = ""
    if tests:
        shown = f", 시험 {tests['passed']}/{tests['run']}" if korean else f", tests {tests['passed']}/{tests['run']}"
    click.echo(f"{result['file']}: {result['id']}, {result['criteria']} criteria, {result['hash'][:12]}{shown}")
    for failed in tests["failed"] if tests else ():
        click.echo(f"  ✗ {tests['file']}:{failed['line']} {failed['case']}")
        for miss in failed["misses"]:
            reason = miss["reason"] if korean else miss["reason_en"]
            quotes = "".join(f" “{quote}”" for quote in miss["quotes"])
            wanted, got = miss["expected"], miss["got"]
            told = f"기대 {wanted}, 결과 {got}" if korean else f"expected {wanted}, got {got}"
            click.echo(f"      {miss['criterion']} ({tests['file']}:{miss['line']}): {told}. {reason}{quotes}")
    for warning in result["warnings"]:
        click.echo(f"  ! {warning['sentence'] if korean else warning['sentence_en']}")


def _files(paths: tuple[str, ...]) -> list[Path]:
    files: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            files += sorted(each for each in path.glob("*.yaml") if not each.name.endswith(".test.yaml"))
        elif path.name.endswith(".test.yaml"):
            files.append(path.with_name(path.name.removesuffix(".test.yaml") + ".yaml"))
        else:
            files.append(rubric_path(name))
    return files
