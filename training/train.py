"""Train the demo checkpoint: ``python -m training.train --until 17:00 --resume``.

The model is whisper's own module, so what is saved loads into unmodified whisper. Three things make two CPU cores
enough: a frame-by-frame phoneme loss on the encoder (espeak reports exact times), a loss that keeps the decoder's
cross-attention near the time of the token it predicts, and cheap short windows mixed with full ones.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import multiprocessing as mp
import os
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from whisper.model import ModelDimensions, Whisper

from training import vocabulary
from training.texts import Texts, dictionary_words, documentation_english
from training.vocabulary import FULL_SIZE, Vocabulary
from training.windows import FRAME, IGNORE, Windows, collate, phoneme_inventory

DIMS = ModelDimensions(
    n_mels=80, n_audio_ctx=1500, n_audio_state=256, n_audio_head=4, n_audio_layer=4,
    n_vocab=FULL_SIZE, n_text_ctx=448, n_text_state=256, n_text_head=4, n_text_layer=4,
)  # fmt: skip
SHORT_BATCH, FULL_BATCH = 12, 4
PEAK_RATE, FLOOR_RATE, WARMUP = 1.2e-3, 3e-5, 250


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


def full_share(progress: float) -> float:
    """How many of the steps use full windows: a few from the start, nearly all later."""
    return min(0.92, 0.2 + 2.6 * progress)


class Student(nn.Module):
    """whisper's module with the reduced vocabulary, and the heads that training alone needs."""

    def __init__(self, vocab: Vocabulary, phonemes: int) -> None:
        super().__init__()
        dims = ModelDimensions(**{**asdict(DIMS), "n_vocab": vocab.size})
        self.whisper = Whisper(dims)
        self.phoneme_heads = nn.ModuleList([nn.Linear(DIMS.n_audio_state, phonemes) for _ in range(2)])
        self.others = math.log(vocab.others)
        nn.init.normal_(self.whisper.decoder.token_embedding.weight, std=0.03)
        nn.init.normal_(self.whisper.decoder.positional_embedding, std=0.02)

    def encode(self, mel: Tensor, offsets: Tensor) -> tuple[Tensor, list[Tensor]]:
        """(b, 80, t) to (b, t // 2, d) and the phoneme logits halfway and at the end."""
        encoder = self.whisper.encoder
        x = F.gelu(encoder.conv1(mel))
        x = F.gelu(encoder.conv2(x)).transpose(1, 2)
        rows = offsets[:, None] + torch.arange(x.shape[1])[None]
        x = x + encoder.positional_embedding[rows].to(x.dtype)
        logits = []
        for index, block in enumerate(encoder.blocks):
            x = block(x)
            if index == 1:
                logits.append(self.phoneme_heads[0](x))
        x = encoder.ln_post(x)
        logits.append(self.phoneme_heads[1](x))
        return x, logits

    def decode(self, inputs: Tensor, audio: Tensor) -> tuple[Tensor, dict[int, Tensor]]:
        """Logits (b, l, v) and the cross-attention log-weights (b, h, l, t) of the layers after the first."""
        decoder = self.whisper.decoder
        x = decoder.token_embedding(inputs) + decoder.positional_embedding[: inputs.shape[1]]
        x = x.to(audio.dtype)
        seen: dict[int, Tensor] = {}
        for index, block in enumerate(decoder.blocks):
            x = x + block.attn(block.attn_ln(x), mask=decoder.mask)[0]
            if index == 0:
                x = x + block.cross_attn(block.cross_attn_ln(x), audio)[0]
            else:
                attended, seen[index] = _attend(block.cross_attn, block.cross_attn_ln(x), audio)
                x = x + attended
            x = x + block.mlp(block.mlp_ln(x))
        x = decoder.ln(x)
        logits = (x @ decoder.token_embedding.weight.to(x.dtype).T).float()
        shift = torch.zeros(logits.shape[-1])
        shift[-1] = self.others
        return logits + shift, seen


def _attend(layer: Any, x: Tensor, audio: Tensor) -> tuple[Tensor, Tensor]:
    """whisper's cross-attention, written out so that the weights can be seen."""
    heads, scale = layer.n_head, (x.shape[-1] // layer.n_head) ** -0.5
    q, k, v = layer.query(x), layer.key(audio), layer.value(audio)
    q, k, v = (t.view(*t.shape[:2], heads, -1).permute(0, 2, 1, 3) for t in (q, k, v))
    weights = torch.softmax((q @ k.transpose(2, 3)).float() * scale, dim=-1)
    out = (weights.to(v.dtype) @ v).permute(0, 2, 1, 3).flatten(2)
    return layer.out(out), weights


def guidance(weights: Tensor, times: Tensor, offsets: Tensor, slack: float) -> Tensor:
    """Mean -log of the attention inside each token's time, widened by ``slack`` seconds. Scalar."""
    wanted = ~torch.isnan(times[..., 0])
    position = (offsets[:, None] + torch.arange(weights.shape[-1])[None]) * FRAME  # (b, t)
    low = (times[..., 0] - slack)[..., None]
    high = (times[..., 1] + slack)[..., None]
    inside = ((position[:, None] >= low) & (position[:, None] <= high)).float()  # (b, l, t)
    mass = torch.einsum("bhlt,blt->bhl", weights, inside)
    loss = -torch.log(mass + 1e-4) * wanted[:, None]
    return loss.sum() / (wanted.sum() * weights.shape[1]).clamp(min=1)


def losses(student: Student, batch: dict[str, Tensor], progress: float) -> tuple[Tensor, dict[str, float]]:
    """The training loss and its parts."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        audio, phones = student.encode(batch["mel"], batch["offsets"])
        logits, seen = student.decode(batch["inputs"], audio)
    text = F.cross_entropy(logits.flatten(0, 1), batch["targets"].flatten(), ignore_index=IGNORE)
    target = batch["phones"].flatten()
    frame = [F.cross_entropy(p.float().flatten(0, 1), target) for p in phones]
    guide = [guidance(seen[1][:, :2], batch["times"], batch["offsets"], 0.6)]
    guide += [guidance(seen[i], batch["times"], batch["offsets"], 0.25) for i in (2, 3)]
    pull = 0.35 if progress < 0.3 else 0.15
    sound = 0.5 if progress < 0.3 else 0.3
    total = text + pull * (0.5 * guide[0] + guide[1] + guide[2]) / 2 + sound * (0.4 * frame[0] + frame[1])
    with torch.no_grad():
        right = (phones[1].argmax(-1).flatten() == target).float().mean()
        voiced = target > 0
        right_voiced = (phones[1].argmax(-1).flatten()[voiced] == target[voiced]).float().mean()
        keep = batch["targets"] != IGNORE
        hit = (logits.argmax(-1)[keep] == batch["targets"][keep]).float().mean()
    return total, {
        "text": float(text.detach()), "hit": float(hit), "frame": float(frame[1].detach()), "phone": float(right_voiced),
        "phone_all": float(right), "guide": float(guide[2].detach()),
    }  # fmt: skip


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
    return Texts(rng, "train", wide, dictionary_words(), documentation_english())


def prepare(folder: Path) -> tuple[Vocabulary, list[str]]:
    """The reduced vocabulary and the phoneme inventory, made once per training folder."""
    vocab_file, phone_file = folder / "vocab.json", folder / "phonemes.json"
    if not vocab_file.exists() or not phone_file.exists():
        texts = make_texts(folder, random.Random(0))
        sample = [texts.sentence().text for _ in range(30000)]
        vocabulary.build([*dictionary_words(), *documentation_english(), *texts.wide, *sample]).save(vocab_file)
        phone_file.write_text(json.dumps(phoneme_inventory(texts, 800)))
    return Vocabulary.load(vocab_file), json.loads(phone_file.read_text())


def supply(folder: Path, seed: int, share: Any, queue: Any) -> None:
    """Data process: endless batches."""
    torch.set_num_threads(1)
    os.nice(2)
    vocab, phonemes = prepare(folder)
    rng = random.Random(seed)
    windows = Windows(make_texts(folder, rng), vocab, phonemes, seed)
    while True:
        full = rng.random() < share.value
        queue.put((full, collate([windows.example(full) for _ in range(FULL_BATCH if full else SHORT_BATCH)])))


def rate_at(step: int, progress: float) -> float:
    """Warm-up, then a cosine over the time budget."""
    cosine = FLOOR_RATE + (PEAK_RATE - FLOOR_RATE) * 0.5 * (1 + math.cos(math.pi * progress))
    return cosine * min(1.0, (step + 1) / WARMUP)


def train(settings: Settings, resume: bool, seed: int, threads: int) -> None:
    """Run until the time is up; state every three minutes, a snapshot in whisper's format with it."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    vocab, phonemes = prepare(settings.folder)
    student = Student(vocab, len(phonemes))
    decay = [p for p in student.parameters() if p.dim() > 1]
    plain = [p for p in student.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}],
        lr=PEAK_RATE, betas=(0.9, 0.98), eps=1e-8, foreach=True,
    )  # fmt: skip
    step = 0
    state_file = settings.folder / "state.pt"
    average = {k: v.detach().clone() for k, v in student.state_dict().items()}
    if resume and state_file.exists():
        state = torch.load(state_file, weights_only=True)
        student.load_state_dict(state["student"])
        optimizer.load_state_dict(state["optimizer"])
        average, step = state["average"], state["step"]
    share = mp.Value("d", full_share(settings.progress()))
    queue: Any = mp.Queue(maxsize=5)
    supplier = mp.Process(target=supply, args=(settings.folder, seed * 1000 + step, share, queue), daemon=True)
    supplier.start()
    log = (settings.folder / "progress.jsonl").open("a")
    saved = time.time()
    sums: dict[str, list[float]] = {}
    floats = {k: v for k, v in average.items() if v.is_floating_point()}
    waited = 0.0
    began = time.time()
    while settings.progress() < 1.0:
        progress = settings.progress()
        share.value = full_share(progress)
        mark = time.time()
        full, arrays = queue.get()
        waited += time.time() - mark
        batch = {k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in arrays.items()}
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, progress)
        loss, parts = losses(student, batch, progress)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        norm = float(nn.utils.clip_grad_norm_(student.parameters(), 1.0))
        if math.isfinite(norm):
            optimizer.step()
        step += 1
        with torch.no_grad():
            beta = min(0.998, step / (step + 20.0))
            current = student.state_dict()
            torch._foreach_lerp_(list(floats.values()), [current[k] for k in floats], 1.0 - beta)
        for key, value in {**parts, "norm": norm}.items():
            sums.setdefault(("full_" if full else "short_") + key, []).append(value)
        if step % 25 == 0:
            entry = {k: round(float(np.mean(v)), 4) for k, v in sums.items()}
            speed = (time.time() - began) / 25
            line = {"time": _now().strftime("%H:%M:%S"), "step": step, "lr": round(rate_at(step, progress), 6)}
            log.write(json.dumps({**line, "s_step": round(speed, 2), "wait": round(waited / 25, 2), **entry}) + "\n")
            log.flush()
            sums, waited, began = {}, 0.0, time.time()
        if time.time() - saved > 180:
            _save(settings, student, optimizer, average, vocab, step)
            saved = time.time()
    _save(settings, student, optimizer, average, vocab, step)
    supplier.terminate()


def _save(
    settings: Settings, student: Student, optimizer: torch.optim.Optimizer, average: dict[str, Tensor],
    vocab: Vocabulary, step: int,
) -> None:  # fmt: skip
    temporary = settings.folder / "state.tmp"
    torch.save(
        {"student": student.state_dict(), "optimizer": optimizer.state_dict(), "average": average, "step": step}, temporary
    )
    os.replace(temporary, settings.folder / "state.pt")
    export(student, average, vocab, settings.folder / "snapshot.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".training"))
    parser.add_argument("--start", help="HH:MM UTC the schedule began (default: now)")
    parser.add_argument("--until", help="HH:MM UTC to stop at")
    parser.add_argument("--minutes", type=float, default=100.0)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()

    def clock(text: str) -> dt.datetime:
        hour, minute = map(int, text.split(":"))
        return _now().replace(hour=hour, minute=minute, second=0, microsecond=0)

    args.folder.mkdir(parents=True, exist_ok=True)
    start = clock(args.start) if args.start else _now()
    until = clock(args.until) if args.until else start + dt.timedelta(minutes=args.minutes)
    train(Settings(args.folder, start, until), args.resume, args.seed, args.threads)


if __name__ == "__main__":
    main()
