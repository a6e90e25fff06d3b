"""`qa agreement`: a CSV of ratings in, every coefficient out; what cannot be used is refused by file and line."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.command.conftest import Qa
from tests.statistics.tables import KRIPPENDORFF, SHROUT_FLEISS

ESTIMATE = {"value", "interval", "method", "method_en", "why", "why_en"}


def csv_of(rows: list[list[object]]) -> str:
    """One row a unit, one column a rater; a point is missing."""
    lines = ["unit,rater,value"]
    for unit, row in enumerate(rows, 1):
        lines += [f"{unit},r{rater},{'' if value == '.' else value}" for rater, value in enumerate(row, 1)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "example.csv"
    columns = [line.split() for line in KRIPPENDORFF.strip().splitlines()]
    path.write_text(csv_of([list(row) for row in zip(*columns, strict=True)]), "utf-8")
    return path


@pytest.fixture
def judges(tmp_path: Path) -> Path:
    path = tmp_path / "judges.csv"
    path.write_text(csv_of([list(row) for row in SHROUT_FLEISS]), "utf-8")
    return path


def test_the_json_is_the_contract(qa: Qa, example: Path) -> None:
    told = qa("agreement", example, "--json").json
    assert told["file"] == str(example)
    assert told["scale"] == "nominal"
    assert told["n"] == {"units": 12, "raters": 4, "values": 41, "pairable_units": 11}
    assert told["raters"] == ["r1", "r2", "r3", "r4"]
    for name in ("percent_agreement", "fleiss_kappa", "ac1", "ac2"):
        assert set(told[name]) == ESTIMATE
    assert set(told["alpha"]) == ESTIMATE | {"scale"}
    assert set(told["cohen_kappa"]) == ESTIMATE | {"weights", "pairs"}
    assert set(told["cohen_kappa"]["pairs"][0]) == ESTIMATE | {"raters", "n"}
    assert len(told["cohen_kappa"]["pairs"]) == len(told["bland_altman"]["pairs"]) == 6
    assert told["cohen_kappa"]["method_en"].startswith("mean of Cohen's kappas (Light 1971)")
    assert set(told["icc"]) == {"n", "icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k"}
    assert set(told["icc"]["icc_1_1"]) == ESTIMATE
    limits = {"bias", "bias_interval", "lower_limit", "upper_limit", "lower_interval", "upper_interval"}
    assert set(told["bland_altman"]["pairs"][0]) == limits | {"raters", "n", "why", "why_en"}
    assert set(told["severity"][0]) == {"rater", "severity", "interval", "why", "why_en"}
    assert told["alpha"]["value"] == pytest.approx(0.7434210526, abs=1e-9), "not rounded to four decimals"
    assert told["ac1"] == {**told["ac2"], "method": told["ac1"]["method"], "method_en": told["ac1"]["method_en"]}


@pytest.mark.parametrize(
    ("scale", "alpha"), [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)]
)
def test_each_scale_has_its_alpha(qa: Qa, example: Path, scale: str, alpha: float) -> None:
    told = qa("agreement", example, "--scale", scale, "--json").json
    assert told["alpha"]["value"] == pytest.approx(alpha, abs=5e-7)
    assert told["alpha"]["scale"] == scale


def test_numbers_have_correlations_on_any_scale(qa: Qa, judges: Path) -> None:
    told = qa("agreement", judges, "--json").json
    assert told["icc"]["icc_2_1"]["value"] == pytest.approx(0.289764, abs=5e-7)
    found = [one["severity"] for one in told["severity"]]
    assert found == pytest.approx([-2.375, 2.791667, 0.958333, -1.375], abs=5e-7)


def test_words_have_none_and_say_why(qa: Qa, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(csv_of([["pass", "pass"], ["fail", "pass"], ["fail", "fail"]]), "utf-8")
    told = qa("agreement", path, "--json").json
    assert told["cohen_kappa"]["value"] == pytest.approx(0.4)
    assert told["icc"]["icc_1_1"]["value"] is None
    assert "numbers" in told["icc"]["icc_1_1"]["why_en"]
    assert told["bland_altman"]["pairs"] == []
    assert told["bland_altman"]["why"] == "숫자가 아닌 값이 있어 계산하지 않습니다."
    assert {one["severity"] for one in told["severity"]} == {None}
    assert all(one["why"] for one in told["severity"])


HEADINGS = [
    ("utf-8", "unit,rater,value", ","),
    ("utf-8-sig", "Unit,Rater,Value", ","),
    ("cp949", "단위,평가자,값", ","),
    ("utf-16", "unit\trater\tvalue", "\t"),
    ("utf-8", "unit;rater;value", ";"),
]


@pytest.mark.parametrize(("encoding", "heading", "separator"), HEADINGS)
def test_a_file_is_read_as_offices_write_it(
    qa: Qa, tmp_path: Path, encoding: str, heading: str, separator: str
) -> None:
    rows = [
        ("통화 1", "김민지", "예"),
        ("통화 1", "이서준", "예"),
        ("통화 2", "김민지", "아니요"),
        ("통화 2", "이서준", "예"),
    ]
    path = tmp_path / "ratings.csv"
    text = "\r\n".join(separator.join(row) for row in [heading.split(separator), *rows])
    path.write_bytes(text.encode(encoding))
    told = qa("agreement", path, "--json").json
    assert told["raters"] == ["김민지", "이서준"]
    assert told["percent_agreement"]["value"] == 0.5


def test_columns_stand_in_any_order_among_others_and_blank_lines_are_nothing(qa: Qa, tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text('\nnote,value,rater,unit\n"a, b",1.0,kim,1\n\nc,1,lee,1\nd,2,kim,2\ne,,lee,2\n', "utf-8")
    told = qa("agreement", path, "--json").json
    assert told["n"] == {"units": 2, "raters": 2, "values": 3, "pairable_units": 1}
    assert told["percent_agreement"]["value"] == 1, "1.0 and 1 are the same number"


def test_standard_input_is_a_file(qa: Qa, judges: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(judges.read_bytes())))
    told = qa("agreement", "-", "--json", "--scale", "interval").json
    assert (told["file"], told["n"]["units"]) == ("-", 6)


HEAD = "unit,rater,value\n"
REFUSED = {
    "": "{file} is empty: a CSV is needed whose first line is unit,rater,value.",
    HEAD: "{file} holds no value at all",
    HEAD + "1,kim,\n1,lee,\n": "{file} holds no value at all",
    HEAD + "1,kim,1\n2,kim,1\n2,lee,\n": "{file}: only one rater ('kim') has values",
    HEAD + "1,kim,1\n1,lee,1\n2,kim,\n": "{file}: only one unit ('1') has values",
    "unit,value\n1,2\n": "{file}, line 1: the column rater is missing",
    "unit,rater,value,Value\n1,kim,2,3\n": "{file}, line 1: there are 2 columns value",
    HEAD + "1,kim,1\n\n1,lee,2\n1,kim,3\n": "{file}, lines 2 and 5: rater 'kim' rated '1' twice",
    HEAD + "1,kim,1\n,lee,2\n": "{file}, line 3: the cell unit is empty",
    HEAD + "1,kim,1\n1,,2\n": "{file}, line 3: the cell rater is empty",
    HEAD + "1,kim,1,5\n": "{file}, line 2: there are 4 cells, 3 in the first line",
    HEAD + '1,kim,"1\n2"\n1,kim,2\n': "{file}, lines 2 and 4: rater 'kim' rated '1' twice",
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.items())
def test_what_cannot_be_used_is_refused_by_file_and_line(qa: Qa, tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(text, "utf-8")
    told = qa("agreement", path, "--json")
    assert (told.code, told.out) == (1, "")
    assert sentence.format(file=path) in told.err


@pytest.mark.parametrize("scale", ["ordinal", "interval", "ratio"])
@pytest.mark.parametrize("value", ["good", "n/a", "1,5", "1_000", "nan", "inf", "1e400"])
def test_a_scale_of_numbers_wants_numbers(qa: Qa, tmp_path: Path, scale: str, value: str) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(HEAD + f'1,kim,1\n1,lee,"{value}"\n2,kim,1\n', "utf-8")
    told = qa("agreement", path, "--scale", scale)
    assert told.code == 1
    assert f"line 3: the value '{value}' is no number, and the scale {scale} needs numbers" in told.err
    assert "--scale nominal" in told.err


def test_a_ratio_begins_at_zero(qa: Qa, tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(HEAD + "1,kim,0\n1,lee,-2\n2,kim,1\n2,lee,1\n", "utf-8")
    told = qa("agreement", path, "--scale", "ratio")
    assert told.code == 1
    assert "line 3: the value -2 is negative" in told.err
    assert qa("agreement", path, "--scale", "interval").code == 0


def test_a_file_that_is_not_there_is_named(qa: Qa, tmp_path: Path) -> None:
    told = qa("agreement", tmp_path / "gone.csv")
    assert told.code == 1
    assert f"{tmp_path / 'gone.csv'} cannot be read" in told.err
    assert qa("agreement", tmp_path).code == 1, "a folder is no file"


def test_bytes_of_no_encoding_are_refused(qa: Qa, tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_bytes(b"unit,rater,value\n\xff\xff\xff,\xff,1\n")
    assert "save it as UTF-8 CSV" in qa("agreement", path).err


def test_a_column_of_identifiers_taken_for_raters_is_noticed(qa: Qa, tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(HEAD + "".join(f"{n},{n},1\n" for n in range(5000)), "utf-8")
    told = qa("agreement", path)
    assert told.code == 1
    assert "5,000 units × 5,000 raters are too many" in told.err


def test_the_table_is_read_on_the_terminal(qa: Qa, judges: Path) -> None:
    out = qa("agreement", judges, "--scale", "interval").out
    assert "6 units, 4 raters, 24 values; 6 units rated by two or more; interval scale" in out
    assert "ICC(2,1)                         0.290   0.019 – 0.761" in out
    assert "  r2                            +2.792   2.031 – 3.553" in out
    assert "  r1 · r2                          6   0.107 -0.003 – 0.217     +5.167 [2.875 – 7.458]" in out


def test_the_table_speaks_korean(qa: Qa, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_TERMINAL_LANGUAGE", "ko")
    out = qa("agreement", example).out
    assert "대상 12개, 평가자 4명, 값 41개; 두 명 이상이 평가한 대상 11개; 명목 척도" in out
    assert "크리펜도르프 알파                0.743" in out
    assert "엄격도" in out


def test_what_is_absent_says_why_in_the_table(qa: Qa, tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(csv_of([["yes", "yes"], ["yes", "yes"]]), "utf-8")
    out = qa("agreement", path).out
    assert "All values are the same" in out
    assert "percent agreement                1.000   0.342 – 1.000" in out
