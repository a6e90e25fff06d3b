"""A model of sentences beside BM25. The one of these tests is a real one of model2vec, of a dozen words, made here."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from model2vec import StaticModel
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from qa.answers.compare import Finding, findings_of
from qa.answers.embedding import Embedding, Likeness, embedding_at, load_embedding
from qa.answers.entries import Answers
from qa.answers.find import Finder
from qa.call import Speaker, Transcript, Turn
from qa.command.answers import command
from qa.errors import Misconfigured
from qa.settings import settings
from qa.web.answer_list import entry_list

ROOT = Path(__file__).resolve().parent.parent.parent
ASKED = "렉카 불렀나봐요"  # no word, and no pair of syllables, of any entry
WORDS = {
    "[UNK]": (0.0, 0.0, 0.0, 0.0),
    "견인": (1.0, 0.0, 0.0, 0.0),
    "견인됐어요": (1.0, 0.0, 0.0, 0.0),
    "렉카": (0.9, 0.1, 0.0, 0.0),
    "유람선": (0.0, 1.0, 0.0, 0.0),
    "유람선은": (0.0, 1.0, 0.0, 0.0),
    "크루즈": (0.1, 0.9, 0.0, 0.0),
    "고양이": (0.0, 0.0, 1.0, 0.0),
    "고양이를": (0.0, 0.0, 1.0, 0.0),
    "카약": (0.0, 0.6, 0.0, 0.4),
    "교량": (0.0, 0.0, 0.0, 1.0),
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model in which 렉카 lies beside 견인 and 크루즈 beside 유람선."""
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    folder = tmp_path_factory.mktemp("models") / "small"
    StaticModel(np.array(list(WORDS.values()), np.float32), tokenizer).save_pretrained(folder)
    return folder


@pytest.fixture
def embedding(model: Path) -> Embedding:
    return load_embedding(model)


def test_a_question_without_a_shared_word_is_found_with_the_model_alone(answers: Answers, embedding: Embedding) -> None:
    assert Finder(answers).find(ASKED) == ()
    assert Finder(answers, embedding).find(ASKED)[0].entry.id == "tow"
    assert Finder(answers, embedding).find("크루즈")[0].entry.id == "boat"


def test_a_match_by_meaning_alone_is_half_believed_at_most(answers: Answers, embedding: Embedding) -> None:
    score = Finder(answers, embedding).find(ASKED)[0].score
    assert 0.4 < score <= 0.5


def test_shared_words_count_beside_the_meaning(answers: Answers, embedding: Embedding) -> None:
    by_words, with_both = Finder(answers).find("차가 견인됐어요"), Finder(answers, embedding).find("차가 견인됐어요")
    assert by_words[0].entry.id == with_both[0].entry.id == "tow"
    assert with_both[0].score > by_words[0].score


def test_a_question_of_which_the_model_knows_no_word_is_found_as_without(
    answers: Answers, embedding: Embedding
) -> None:
    for question in ("신청 마감이 언제인가요", "", "zzz"):
        assert Finder(answers, embedding).find(question) == Finder(answers).find(question)


def test_vectors_have_unit_length_and_unknown_words_none(embedding: Embedding) -> None:
    vectors = embedding.encode(["카약", "견인 유람선", "zzz", ""])
    assert (vectors.shape, vectors.dtype) == ((4, 4), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0, 0])
    assert embedding.encode([]).shape == (0, 4)


def test_likeness_is_what_the_nearest_text_has_above_the_average(embedding: Embedding) -> None:
    found = Likeness(embedding, [("교량", "견인"), ("유람선",), ("고양이", "고양이를"), ("zzz",)]).of("견인")
    assert found == pytest.approx([1, 0, 0, 0])
    assert Likeness(embedding, [("카약",), ("유람선",), ("zzz",)]).of("유람선") == pytest.approx(
        [(0.8321 - 0.6107) / (1 - 0.6107), 1, 0], abs=1e-3
    )


def test_where_all_things_are_alike_or_there_are_none_nothing_is_added(embedding: Embedding) -> None:
    assert list(Likeness(embedding, [("견인",), ("견인",)]).of("견인")) == [0, 0]
    assert list(Likeness(embedding, []).of("견인")) == []
    assert Finder(Answers("none", "", ()), embedding).find("견인") == ()


def test_one_model_serves_many_threads(embedding: Embedding) -> None:
    texts = [f"{word} {other}" for word in WORDS for other in WORDS] * 20
    alone = [embedding.encode([text])[0] for text in texts]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda text: embedding.encode([text])[0], texts))
    assert np.array_equal(alone, together)


def test_a_call_is_compared_with_the_entry_the_model_finds(answers: Answers, embedding: Embedding) -> None:
    def stated(embedding: Embedding | None) -> Finding:
        lines = ((Speaker.CITIZEN, ASKED), (Speaker.AGENT, "네, 사만 원입니다."))
        turns = tuple(Turn(who, at, at + 1, text, ()) for at, (who, text) in enumerate(lines))
        found = findings_of(answers, Transcript("ko", 2, turns), called_at=None, embedding=embedding)
        return next(finding for finding in found if finding.turn == 1)

    assert stated(None).entry is None
    assert (stated(embedding).entry, stated(embedding).verdict) == ("tow", "agree")


def test_the_page_of_answers_searches_by_meaning_too(answers: Answers, embedding: Embedding) -> None:
    today = date(2026, 11, 1)
    assert entry_list(answers, {}, today, text=ASKED).rows == ()
    assert entry_list(answers, {}, today, text=ASKED, embedding=embedding).rows[0].entry.id == "tow"


def test_an_empty_setting_is_no_model_and_a_path_is_loaded_once(model: Path) -> None:
    assert embedding_at("") is None
    assert embedding_at(str(model)) is embedding_at(str(model))


@pytest.mark.parametrize("name", ["nowhere", "minishlab/potion-base-8M"])
def test_a_missing_folder_is_named_and_never_looked_for_on_a_server(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **_: asked.append(where))
    with pytest.raises(Misconfigured, match=f"no folder {name} with an embedding model") as problem:
        load_embedding(Path(name))
    assert asked == []
    assert "QA_EMBEDDING_MODEL" in problem.value.sentence.ko


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="is no embedding model of model2vec") as problem:
        load_embedding(tmp_path)
    assert str(tmp_path) in problem.value.sentence.ko
    assert str(tmp_path) in problem.value.sentence.en


def test_a_model_of_another_kind_is_refused(model: Path, tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_bytes((model / "tokenizer.json").read_bytes())
    (tmp_path / "config.json").write_text(json.dumps({"architectures": ["BertModel"]}), "utf-8")
    save_file({"encoder.layer.0.output.dense.weight": np.ones((2, 2), np.float32)}, tmp_path / "model.safetensors")
    with pytest.raises(Misconfigured, match="distil any other model with model2vec first"):
        load_embedding(tmp_path)


def test_without_the_library_the_way_to_install_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "model2vec", None)
    with pytest.raises(Misconfigured, match=r"model2vec, which is not installed: run `pip install .*\[embedding\]"):
        load_embedding(tmp_path)


def test_a_model_brings_no_torch(model: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from qa.answers.embedding import load_embedding; "
        "load_embedding(Path(sys.argv[1])).encode(['견인']); sys.exit('torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(model)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture
def find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """Runs `qa answers find` with these options and this QA_EMBEDDING_MODEL."""
    table = tmp_path / "tow.csv"
    table.write_text("id,title,fact_type,fact_value\ntow,견인 차량,fee,40000원\ncat,고양이 등록,fee,8100원\n", "utf-8")
    monkeypatch.setenv("QA_TERMINAL_LANGUAGE", "en")

    def run(*options: str, setting: str = "") -> Result:
        monkeypatch.setenv("QA_EMBEDDING_MODEL", setting)
        settings.cache_clear()
        return CliRunner().invoke(command, ["find", "--answers", str(table), *options, ASKED])

    yield run
    settings.cache_clear()


def test_the_command_takes_a_model_by_option_and_by_setting(find: Callable[..., Result], model: Path) -> None:
    assert "No standard answer found" in find().stdout
    assert "tow  견인 차량" in find("--embedding", str(model)).stdout
    assert "tow  견인 차량" in find(setting=str(model)).stdout
    assert "No standard answer found" in find("--embedding", "", setting=str(model)).stdout


def test_the_command_says_that_there_is_no_model(find: Callable[..., Result], tmp_path: Path) -> None:
    for wrong in (find("--embedding", str(tmp_path / "gone")), find(setting=str(tmp_path / "gone"))):
        assert wrong.exit_code == 1
        assert isinstance(wrong.exception, Misconfigured)
