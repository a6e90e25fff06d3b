"""A model of sentences beside BM25, by the path of its folder: texts that mean the same lie near each other.

Static embeddings: a text is the mean of the vectors of its tokens, looked up and never computed, so that numpy is
enough. How much a token counts lies in the length of its vector (SIF: Arora, Liang and Ma, 2017). No model is shipped
and none is ever fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.errors import Misconfigured

if TYPE_CHECKING:
    from model2vec import StaticModel


class Embedding(Protocol):
    """Gives texts places in one space. Compared by identity: an index is built once for each."""

    def __hash__(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimensions); zeros for a text of which no token is known."""


@dataclass(frozen=True, eq=False)
class _Static:
    model: StaticModel
    # encode() sets the length at which its tokenizer cuts off, which no other thread of the desk may do meanwhile.
    lock: Lock = field(default_factory=Lock)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.model.dim), np.float32)
        with self.lock:
            found = self.model.encode(list(texts), normalize=False, use_multiprocessing=False)
        vectors = found.astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        units: NDArray[np.float32] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return units


class Likeness:
    """How like a question is to each of several things, each told by some texts; build it once."""

    def __init__(self, embedding: Embedding, things: Sequence[Sequence[str]]) -> None:
        """`things`: the texts of each, one at least."""
        self._embedding = embedding
        self._vectors = embedding.encode([text for texts in things for text in texts])
        self._starts = np.cumsum([0, *(len(texts) for texts in things)])[:-1]

    def of(self, question: str) -> NDArray[np.float64]:
        """For each thing, in [0, 1]: the cosine to the nearest of its texts, above what the things have on average.

        In such a space everything is somewhat like everything (Mu and Viswanath, 2018): only the surplus tells.
        """
        if not len(self._starts):
            return np.zeros(0)
        cosines = self._vectors @ self._embedding.encode([question])[0]
        nearest = np.maximum.reduceat(cosines, self._starts).astype(np.float64)
        mean = nearest.mean()
        if mean >= 1:
            return np.zeros(len(nearest))
        surplus: NDArray[np.float64] = np.clip((nearest - mean) / (1 - mean), 0.0, 1.0)
        return surplus


def embedding_at(path: str) -> Embedding | None:
    """The model in a folder, None for an empty path: none is set. Raises as :func:`load_embedding`."""
    return load_embedding(Path(path)) if path else None


@lru_cache(maxsize=2)
def load_embedding(path: Path) -> Embedding:
    """The model in the folder `path` as model2vec saves it, loaded once in a process.

    Never asks the network. Raises `Misconfigured` when there is no such folder, when what lies in it is no such model,
    or when model2vec is not installed.
    """
    if not path.is_dir():
        raise Misconfigured(
            f"임베딩 모델 폴더 {path}이(가) 없습니다. QA_EMBEDDING_MODEL이나 "
            "--embedding에 모델 폴더의 경로를 적어 주세요. 모델을 쓰지 않으려면 비워 주세요.",
            f"There is no folder {path} with an embedding model: give the path of one in QA_EMBEDDING_MODEL or "
            "--embedding, or leave it empty to do without.",
        )
    try:
        from model2vec import StaticModel
    except ImportError as error:
        raise Misconfigured(
            f"임베딩 모델 {path}을(를) 쓰려면 model2vec이 필요한데 설치되어 있지 않습니다. "
            "`pip install -c constraints.txt -e '.[embedding]'`으로 설치하거나 QA_EMBEDDING_MODEL을 비워 주세요.",
            f"The embedding model {path} needs model2vec, which is not installed: run "
            "`pip install -c constraints.txt -e '.[embedding]'`, or leave QA_EMBEDDING_MODEL empty.",
        ) from error
    try:
        # An absolute path: a relative one that vanishes meanwhile would be taken for a name on a server.
        return _Static(StaticModel.from_pretrained(path.resolve()))
    except Exception as error:  # what its readers of JSON, weights and tokenizers raise has no common name
        raise Misconfigured(
            f"{path} 폴더에서 model2vec 임베딩 모델을 읽지 못했습니다({error}). config.json, model.safetensors, "
            "tokenizer.json이 들어 있는 폴더의 경로를 적어 주세요. 다른 모델은 먼저 model2vec으로 변환해 주세요.",
            f"What lies in {path} is no embedding model of model2vec ({error}): name a folder that holds config.json, "
            "model.safetensors and tokenizer.json; distil any other model with model2vec first.",
        ) from error
