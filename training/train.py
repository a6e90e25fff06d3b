"""Train the demo checkpoint: ``python -m training.train --until 17:00 --resume``.

The model is whisper's own module, so what is saved loads into unmodified whisper. Three things make two CPU cores
enough: a frame-by-frame phoneme loss on the encoder (espeak reports exact times), a loss that keeps the decoder's
cross-attention near the time of the token it predicts, and cheap short windows mixed with full ones.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing as mp
import os
import random
import time
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training import vocabulary
from training.curriculum import BATCH, Knobs
from training.example import collate, phoneme_inventory
from training.flat import Flat, average_weights
from training.losses import losses
from training.student import DIMS, Student
from training.texts import Texts, dictionary_words, documentation_english, read_conversations
from training.vocabulary import FULL_SIZE, Vocabulary
from training.windows import Windows


@dataclass(frozen=True)
class Settings:
    """Where things are and when to stop; times are UTC."""

    folder: Path
    start: dt.datetime
    until: dt.datetime

    def progress(self) -> float:
        """0 at the start, 1 at the end."""
        total = (self.until - self.start).total_seconds()
        return min(1.0, max(0.0, (_now() - self.start).total_seconds() / total))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def export(student: Student, weights: dict[str, Tensor], vocab: Vocabulary, path: Path) -> None:
    """Write whisper's own checkpoint format in half precision."""
    state = {}
    for key, value in weights.items():
        if not key.startswith("whisper."):
            continue
        name = key.removeprefix("whisper.")
        if name == "decoder.token_embedding.weight":
            full = value[-1:].repeat(FULL_SIZE, 1)
            full[torch.tensor(vocab.ids)] = value[:-1]
            value = full
        if name != "decoder.mask":
            state[name] = value.to(torch.float16).clone()
    temporary = path.with_suffix(".tmp")
    torch.save({"dims": asdict(DIMS), "model_state_dict": state}, temporary)
    os.replace(temporary, path)


def make_texts(folder: Path, rng: random.Random) -> Texts:
    """Everything there is to say."""
    wide: list[str] = []
    for path in sorted(folder.glob("lm_ko*.txt")):
        wide += path.read_text(encoding="utf-8").splitlines()
    english = documentation_english()
    for path in sorted(folder.glob("en_*.txt")):
        english += path.read_text(encoding="utf-8").splitlines()
    return Texts(rng, "train", wide, dictionary_words(), english)


def prepare(folder: Path) -> tuple[Vocabulary, list[str]]:
    """The reduced vocabulary and the phoneme inventory, made once per training folder."""
    vocab_file, phone_file = folder / "vocab.json", folder / "phonemes.json"
    if not vocab_file.exists() or not phone_file.exists():
        texts = make_texts(folder, random.Random(0))
        sample = [texts.sentence().text for _ in range(30000)]
        talk = [*read_conversations("ko"), *read_conversations("en")]
        vocabulary.build([*dictionary_words(), *documentation_english(), *texts.wide, *talk, *sample]).save(vocab_file)
        phone_file.write_text(json.dumps(phoneme_inventory(texts, 800)))
    return Vocabulary.load(vocab_file), json.loads(phone_file.read_text())


def work(rank: int, flat: Flat, barrier: Any, settings: Settings, seed: int) -> None:
    """One rank: draw windows, compute gradients, update a share of the weights, until the time is up."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(seed)
    vocab, phonemes = prepare(settings.folder)
    student = Student(vocab, len(phonemes))
    flat.adopt(student, rank)
    run = seed * 1_000_003 + int(flat.control[0]) * 10 + rank
    rng = random.Random(run)
    windows = Windows(make_texts(settings.folder, rng), vocab, phonemes, run)
    log = Log(settings.folder / "progress.jsonl") if rank == 0 else None
    saved = time.time()
    choose = random.Random(run + 7)
    while True:
        if rank == 0:
            progress = settings.progress()
            now = Knobs.at(int(flat.control[0]), progress, settings.folder)
            flat.control[1] = now.window(choose.random())
            flat.control[3:16] = torch.tensor([float(v) for v in astuple(now)])
            flat.control[2] = float(progress < 1.0)
        barrier.wait()
        step, seconds, more = int(flat.control[0]), float(flat.control[1]), bool(flat.control[2])
        if not more:
            break
        values = flat.control[3:16].tolist()
        knobs = Knobs(*values)
        began = time.time()
        count = max(1, round(BATCH[seconds] * knobs.load / flat.ranks))
        windows.prefer_numbers(knobs.numbers)
        arrays = collate([windows.example(seconds, rng.random() < knobs.easy) for _ in range(count)])
        drawn = time.time() - began
        batch = {k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in arrays.items()}
        loss, parts = losses(student, batch, knobs)
        loss.backward()  # type: ignore[no-untyped-call]
        norm = flat.update(rank, barrier, knobs.rate, step)
        if log is not None:
            flat.control[0] += 1
            log.add(step + 1, knobs.rate, drawn, f"{seconds:.0f}s_", {**parts, "norm": norm})
            if time.time() - saved > 75:
                _save(settings, student, flat, vocab)
                saved = time.time()
    if rank == 0:
        _save(settings, student, flat, vocab)


class Log:
    """One JSON line every 25 steps: means since the last."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._sums: dict[str, list[float]] = {}
        self._began = time.time()

    def add(self, step: int, rate: float, drawn: float, prefix: str, parts: dict[str, float]) -> None:
        """Count a step."""
        for key, value in parts.items():
            self._sums.setdefault(prefix + key, []).append(value)
        self._sums.setdefault("draw", []).append(drawn)
        if step % 25:
            return
        line = {"time": _now().strftime("%H:%M:%S"), "step": step, "lr": round(rate, 6)}
        line["s_step"] = round((time.time() - self._began) / 25, 2)
        line |= {k: round(float(np.mean(v)), 4) for k, v in self._sums.items()}
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
        self._sums, self._began = {}, time.time()


def begin_from(flat: Flat, vocab: Vocabulary, phonemes: int, path: Path) -> None:
    """Start from a checkpoint in whisper's format: its weights; the heads that only training needs start afresh."""
    state = torch.load(path, weights_only=True)["model_state_dict"]
    student = Student(vocab, phonemes)
    full = state["decoder.token_embedding.weight"]
    used = torch.tensor(vocab.ids)
    unused = torch.ones(FULL_SIZE, dtype=torch.bool)
    unused[used] = False
    state["decoder.token_embedding.weight"] = torch.cat(
        [full[used], full[unused].float().mean(0, keepdim=True).to(full)]
    )
    student.whisper.load_state_dict(state, strict=False)
    flat.weights.copy_(torch.cat([p.detach().flatten() for p in student.parameters()]))
    flat.average.copy_(flat.weights)


def train(settings: Settings, resume: bool, seed: int, ranks: int, initial: Path | None) -> None:
    """Run until the time is up; state and a snapshot in whisper's format every few minutes."""
    torch.manual_seed(seed)
    vocab, phonemes = prepare(settings.folder)
    flat = Flat(Student(vocab, len(phonemes)), ranks)
    state_file = settings.folder / "state.pt"
    if resume and state_file.exists():
        state = torch.load(state_file, weights_only=True)
        for key, value in flat.state().items():  # heads added at the end since start afresh
            value[: len(state[key])] = state[key]
    elif initial is not None:
        begin_from(flat, vocab, len(phonemes), initial)
    context = mp.get_context("spawn")
    barrier = context.Barrier(ranks, timeout=600)
    others = [
        context.Process(target=work, args=(r, flat, barrier, settings, seed), daemon=True) for r in range(1, ranks)
    ]
    for process in others:
        process.start()
    work(0, flat, barrier, settings, seed)


def _save(settings: Settings, student: Student, flat: Flat, vocab: Vocabulary) -> None:
    temporary = settings.folder / "state.tmp"
    torch.save({k: v.clone() for k, v in flat.state().items()}, temporary)
    os.replace(temporary, settings.folder / "state.pt")
    export(student, average_weights(student, flat), vocab, settings.folder / "snapshot.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".training"))
    parser.add_argument("--start", help="HH:MM UTC the schedule began (default: now)")
    parser.add_argument("--until", help="HH:MM UTC to stop at")
    parser.add_argument("--minutes", type=float, default=100.0)
    parser.add_argument("--resume", action="store_true", help="go on from the training folder's state.pt")
    parser.add_argument("--init-from", type=Path, help="where there is no state: start from this checkpoint's weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ranks", type=int, default=2)
    args = parser.parse_args()

    def clock(text: str) -> dt.datetime:
        hour, minute = map(int, text.split(":"))
        return _now().replace(hour=hour, minute=minute, second=0, microsecond=0)

    args.folder.mkdir(parents=True, exist_ok=True)
    start = clock(args.start) if args.start else _now()
    until = clock(args.until) if args.until else start + dt.timedelta(minutes=args.minutes)
    train(Settings(args.folder, start, until), args.resume, args.seed, args.ranks, args.init_from)


if __name__ == "__main__":
    main()
