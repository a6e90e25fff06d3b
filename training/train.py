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
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from whisper.model import ModelDimensions, Whisper

from training import vocabulary
from training.texts import Texts, dictionary_words, documentation_english
from training.vocabulary import FULL_SIZE, Vocabulary, initial_rows
from training.windows import FRAME, IGNORE, NO_LETTER, Windows, collate, phoneme_inventory

DIMS = ModelDimensions(
    n_mels=80, n_audio_ctx=1500, n_audio_state=256, n_audio_head=4, n_audio_layer=4,
    n_vocab=FULL_SIZE, n_text_ctx=448, n_text_state=256, n_text_head=4, n_text_layer=4,
)  # fmt: skip
BATCH = {8.0: 12, 15.0: 8, 30.0: 4}  # windows in a step, by their seconds
EASY_STEPS = 600
PEAK_RATE, FLOOR_RATE, WARMUP = 1.2e-3, 3e-5, 120


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


@dataclass(frozen=True)
class Knobs:
    """The curriculum at one step. A JSON file ``knobs.json`` in the training folder overrides any of it on the run."""

    full: float = 0.0  # share of 30-s windows
    middle: float = 0.0  # share of 15-s windows; the rest is 8 s
    easy: bool = True  # short windows hold a few short clear utterances
    led: float = 0.0  # share of examples whose attention is led by hand
    slack: float = 0.8  # seconds by which attention may miss without being called wrong
    pull: float = 0.6  # weight of the attention loss
    sound: float = 0.5  # weight of the phoneme loss
    rate: float = PEAK_RATE  # learning rate
    numbers: float = 0.0  # extra share of number strings: few different tokens, nothing to guess from
    stamps: float = 1.0  # weight of timestamp tokens in the text loss
    alone: bool = False  # the encoder by itself: phonemes and letters only
    apart: bool = False  # the decoder reads the encoder but does not change it
    load: float = 1.0  # windows in a step, as a share of BATCH

    @staticmethod
    def at(step: int, progress: float, folder: Path) -> Knobs:
        """Easy short windows with led attention first, so that the decoder learns to read sounds before it has learnt
        to find them; then longer and longer windows, and no hand on the attention."""
        full = 0.0 if step < EASY_STEPS else min(0.85, 0.2 + (step - EASY_STEPS) / 1200)
        knobs = Knobs(
            full=full,
            middle=0.0 if step < EASY_STEPS else 0.7 * (1.0 - full),
            easy=step < EASY_STEPS,
            led=max(0.0, 0.8 * (1.0 - step / 1200.0)),
            slack=0.8 if step < EASY_STEPS / 2 else 0.25,
            pull=0.6 if step < EASY_STEPS else 0.25,
            sound=0.5 if step < 2 * EASY_STEPS else 0.3,
            rate=rate_at(step, progress),
        )
        override = folder / "knobs.json"
        if override.exists():
            try:
                knobs = replace(knobs, **json.loads(override.read_text()))
            except (ValueError, TypeError) as error:  # half-written or misspelt: the schedule stands
                print("knobs.json ignored:", error, flush=True)
        return knobs

    def window(self, chance: float) -> float:
        """Seconds of a step's windows, for a uniform draw."""
        return 30.0 if chance < self.full else 15.0 if chance < self.full + self.middle else 8.0


class Student(nn.Module):
    """whisper's module with the reduced vocabulary, and the heads that training alone needs."""

    def __init__(self, vocab: Vocabulary, phonemes: int) -> None:
        super().__init__()
        dims = ModelDimensions(**{**asdict(DIMS), "n_vocab": vocab.size})
        self.whisper = Whisper(dims)
        self.phoneme_heads = nn.ModuleList([nn.Linear(DIMS.n_audio_state, phonemes) for _ in range(2)])
        self.clock = nn.Linear(DIMS.n_text_state, 1)  # when the next token is spoken, in units of 30 s
        self.letters = nn.Linear(DIMS.n_audio_state, sum(n + 1 for n in NO_LETTER))  # onset, vowel, coda of a frame
        self.others = math.log(vocab.others)
        first = vocabulary.tokenizer().timestamp_begin
        self.first_stamp, self.last_stamp = vocab.ids.index(first), vocab.ids.index(first + 1500) + 1
        nn.init.zeros_(self.clock.weight)
        nn.init.constant_(self.clock.bias, 0.4)
        self.whisper.decoder.token_embedding.weight.data.copy_(
            torch.from_numpy(initial_rows(vocab, self.whisper.encoder.positional_embedding.numpy()))
        )
        nn.init.normal_(self.whisper.decoder.positional_embedding, std=0.02)

    def encode(self, mel: Tensor, offsets: Tensor) -> tuple[Tensor, list[Tensor]]:
        """(b, 80, t) to (b, t // 2, d), the phoneme logits halfway and at the end, and the letters' logits."""
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
        logits.append(self.letters(x))
        return x, logits

    def decode(self, inputs: Tensor, audio: Tensor, away: Tensor | None) -> tuple[Tensor, Tensor, dict[int, Tensor]]:
        """Logits (b, l, v), times (b, l) in units of 30 s, free cross-attention (b, h, l, t) of layers after the first.

        ``away`` (b, l, t) is added to the scores of the last two layers: a large negative number away from the token's
        time for the examples whose attention is led by hand, zero for all others.
        """
        decoder = self.whisper.decoder
        x = decoder.token_embedding(inputs) + decoder.positional_embedding[: inputs.shape[1]]
        x = x.to(audio.dtype)
        seen: dict[int, Tensor] = {}
        for index, block in enumerate(decoder.blocks):
            x = x + block.attn(block.attn_ln(x), mask=decoder.mask)[0]
            if index == 0:
                x = x + block.cross_attn(block.cross_attn_ln(x), audio)[0]
            else:
                attended, seen[index] = _attend(
                    block.cross_attn, block.cross_attn_ln(x), audio, away if index > 1 else None
                )
                x = x + attended
            x = x + block.mlp(block.mlp_ln(x))
            if index == 1:
                clock = self.clock(F.layer_norm(x.float(), x.shape[-1:])).squeeze(-1).float()
        x = decoder.ln(x)
        logits = (x @ decoder.token_embedding.weight.to(x.dtype).T).float()
        shift = torch.zeros(logits.shape[-1])
        shift[-1] = self.others
        return logits + shift, clock, seen


SHIFTS = ((-4, 4, 0), (-6, 6, 2), (-4, 4, -10), (-8, 8, 0))  # encoder frames of 20 ms, by layer and head


@torch.no_grad()
def look_nearby(student: Student, mel: Tensor, offsets: Tensor, first: int = 0, sharpness: float = 9.0) -> None:
    """Point three of the four heads of every encoder layer from ``first`` on at neighbouring frames.

    The sinusoidal embedding makes "the frame d later" a rotation, so such heads can be written down once a linear map
    finds the embedding inside the activations; the map is fitted on ``mel`` (b, 80, t). Left to itself attention over
    1,500 frames stays nearly even for thousands of steps, and a syllable cannot be put together from its sounds.
    """
    encoder = student.whisper.encoder
    table = encoder.positional_embedding
    half = table.shape[1] // 2
    speeds = torch.exp(-math.log(10000.0) / (half - 1) * torch.arange(half))  # as whisper's sinusoids()
    picked = torch.linspace(0, half // 2, 32).round().long()  # 6 frames to 10 s around
    x = F.gelu(encoder.conv1(mel))
    x = F.gelu(encoder.conv2(x)).transpose(1, 2)
    where = table[offsets[:, None] + torch.arange(x.shape[1])[None]]
    x = x + where
    wanted = torch.cat([where[..., picked], where[..., picked + half]], dim=-1).flatten(0, 1)  # sines, cosines
    for index, (block, shifts) in enumerate(zip(encoder.blocks, SHIFTS, strict=True)):
        inside = block.attn_ln(x).flatten(0, 1)
        centred = inside - inside.mean(0)
        ridge = centred.T @ centred + 3.0 * torch.eye(2 * half)
        found = torch.linalg.solve(ridge, centred.T @ (wanted - wanted.mean(0))).T  # (64, d)
        offset = wanted.mean(0) - found @ inside.mean(0)
        strength = float((found @ inside.T + offset[:, None]).square().sum(0).mean())
        gain = math.sqrt(sharpness * 8.0 / strength)
        for head, shift in enumerate(shifts if index >= first else ()):
            rows = torch.arange(64) + 64 * head
            sin, cos = torch.sin(speeds[picked] * shift), torch.cos(speeds[picked] * shift)
            turn = torch.cat([torch.cat([cos.diag(), sin.diag()], 1), torch.cat([-sin.diag(), cos.diag()], 1)])
            block.attn.query.weight[rows] = gain * turn @ found
            block.attn.query.bias[rows] = gain * turn @ offset
            block.attn.key.weight[rows] = gain * found
        x = block(x)


def _attend(layer: Any, x: Tensor, audio: Tensor, away: Tensor | None) -> tuple[Tensor, Tensor]:
    """whisper's cross-attention, written out so that its weights can be seen and led."""
    heads, scale = layer.n_head, (x.shape[-1] // layer.n_head) ** -0.5
    q, k, v = layer.query(x), layer.key(audio), layer.value(audio)
    q, k, v = (t.view(*t.shape[:2], heads, -1).permute(0, 2, 1, 3) for t in (q, k, v))
    scores = (q @ k.transpose(2, 3)).float() * scale
    weights = torch.softmax(scores, dim=-1)
    used = weights if away is None else torch.softmax(scores + away[:, None], dim=-1)
    out = (used.to(v.dtype) @ v).permute(0, 2, 1, 3).flatten(2)
    return layer.out(out), weights


def near(times: Tensor, offsets: Tensor, frames: int, slack: float) -> Tensor:
    """(b, l, t) bool: encoder positions within ``slack`` seconds of each token's time; none where unguided."""
    position = (offsets[:, None] + torch.arange(frames)[None]) * FRAME  # (b, t)
    low = (times[..., 0] - slack)[..., None]
    high = (times[..., 1] + slack)[..., None]
    return (position[:, None] >= low) & (position[:, None] <= high)


def guidance(weights: Tensor, times: Tensor, inside: Tensor) -> Tensor:
    """Mean -log of the attention (b, h, l, t) that falls ``inside``. Scalar."""
    wanted = ~torch.isnan(times[..., 0])
    inside = inside.to(weights.dtype)
    mass = torch.einsum("bhlt,blt->bhl", weights, inside)
    loss = -torch.log(mass + 1e-4) * wanted[:, None]
    return loss.sum() / (wanted.sum() * weights.shape[1]).clamp(min=1)


def losses(student: Student, batch: dict[str, Tensor], knobs: Knobs) -> tuple[Tensor, dict[str, float]]:
    """The training loss and its parts."""
    times, offsets, frames = batch["times"], batch["offsets"], batch["mel"].shape[-1] // 2
    leading = (torch.rand(len(times)) < knobs.led)[:, None, None] & ~torch.isnan(times[..., :1])
    exact = near(times, offsets, frames, 0.08)  # little more than the syllable
    away = (~exact & leading).float() * -30.0 if knobs.led else None
    frozen = knobs.apart and not knobs.sound  # saves the encoder's backward pass
    with torch.autocast("cpu", dtype=torch.bfloat16), torch.set_grad_enabled(not frozen):
        audio, phones = student.encode(batch["mel"], offsets)
    sounds, report = sound_losses(phones, batch)
    if knobs.alone:
        return sounds, report
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits, clock, seen = student.decode(batch["inputs"], audio.detach() if knobs.apart else audio, away)
    each = F.cross_entropy(logits.flatten(0, 1), batch["targets"].flatten(), ignore_index=IGNORE, reduction="none")
    wanted = batch["targets"].flatten()
    stamp = (wanted >= student.first_stamp) & (wanted < student.last_stamp)
    weight = (wanted != IGNORE).float() * torch.where(stamp, knobs.stamps, 1.0)
    text = (each * weight).sum() / weight.sum()
    wide = near(times, offsets, frames, max(0.5, knobs.slack))
    narrow = near(times, offsets, frames, knobs.slack)
    # Half of layer 1 looks where the token just given was heard (its letters can be matched there), the rest ahead.
    given = torch.cat([torch.full_like(times[:, :1], math.nan), times[:, :-1]], dim=1)
    here = near(given, offsets, frames, 0.12)
    first = 0.5 * guidance(seen[1][:, 2:], times, wide) + guidance(seen[1][:, :2], given, here)
    guide = [first] + [guidance(seen[i], times, narrow) for i in (2, 3)]
    guided = ~torch.isnan(times[..., 0])
    lag = F.smooth_l1_loss(clock[guided] * 6.0, times.mean(-1)[guided] / 5.0, beta=0.2)  # in units of 5 s
    pulls = guide[0] + guide[1] + guide[2]
    total = text + knobs.pull * pulls + knobs.sound * sounds + 0.1 * lag
    with torch.no_grad():
        keep = batch["targets"] != IGNORE
        hit = (logits.argmax(-1)[keep] == batch["targets"][keep]).float().mean()
    return total, report | {
        "text": float(text.detach()), "hit": float(hit), "stamp": float(each.detach()[stamp].mean()),
        "word": float(each.detach()[(wanted != IGNORE) & ~stamp].mean()), "guide": float(guide[2].detach()),
        "lag": float(lag.detach()), "here": float(first.detach()),
    }  # fmt: skip


def sound_losses(predicted: list[Tensor], batch: dict[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
    """Frame by frame: which phoneme, and which Hangul letters the current syllable is written with."""
    target = batch["phones"].flatten()
    halfway, final = (F.cross_entropy(p.float().flatten(0, 1), target) for p in predicted[:2])
    groups = predicted[2].float().split([n + 1 for n in NO_LETTER], dim=-1)  # type: ignore[no-untyped-call]
    letters = [
        F.cross_entropy(group.flatten(0, 1), batch["letters"][..., i].flatten(), ignore_index=IGNORE)
        for i, group in enumerate(groups)
    ]
    spelled = torch.stack(letters).mean()
    with torch.no_grad():
        voiced = target > 0
        phone = (predicted[1].argmax(-1).flatten()[voiced] == target[voiced]).float().mean()
        there = (batch["letters"][..., 0] >= 0) & (batch["letters"][..., 0] < NO_LETTER[0])
        same = [(g.argmax(-1) == batch["letters"][..., i])[there] for i, g in enumerate(groups)]
        syllable = (same[0] & same[1] & same[2]).float().mean()
    return 0.4 * halfway + final + 2.0 * spelled, {
        "frame": float(final.detach()), "phone": float(phone), "letter": float(spelled.detach()),
        "syllable": float(syllable),
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


def rate_at(step: int, progress: float) -> float:
    """Warm-up, then a cosine over the time budget."""
    cosine = FLOOR_RATE + (PEAK_RATE - FLOOR_RATE) * 0.5 * (1 + math.cos(math.pi * progress))
    return cosine * min(1.0, (step + 1) / WARMUP)


class Flat:
    """All weights, gradients and optimizer moments as flat shared tensors of shape (n,).

    Two processes of one thread each take half a batch and update half of the weights: on two shared cores this is
    faster than two threads, which wait for each other inside every operation.
    """

    def __init__(self, student: Student, ranks: int) -> None:
        count = sum(p.numel() for p in student.parameters())
        self.ranks = ranks
        self.weights, self.average, self.first, self.second, self.decay, self.speed = (
            torch.zeros(count) for _ in range(6)
        )
        self.gradients = torch.zeros(ranks, count)
        self.squares = torch.zeros(ranks)
        self.control = torch.zeros(24)  # step, seconds of the window, go on?, and the knobs
        at = 0
        for parameter in student.parameters():
            size = parameter.numel()
            self.weights[at : at + size] = parameter.detach().flatten()
            self.decay[at : at + size] = 0.02 if parameter.dim() > 1 else 0.0
            self.speed[at : at + size] = 0.4 if parameter is student.whisper.decoder.token_embedding.weight else 1.0
            at += size
        self.average.copy_(self.weights)
        for tensor in vars(self).values():
            if isinstance(tensor, Tensor):
                tensor.share_memory_()  # type: ignore[no-untyped-call]

    def adopt(self, student: Student, rank: int) -> None:
        """Make the student's parameters and gradients views of the shared tensors."""
        at = 0
        for parameter in student.parameters():
            size = parameter.numel()
            parameter.data = self.weights[at : at + size].view(parameter.shape)
            parameter.grad = self.gradients[rank, at : at + size].view(parameter.shape)
            at += size

    def update(self, rank: int, barrier: Any, rate: float, step: int) -> float:
        """AdamW on this rank's half; returns the norm of the whole gradient."""
        size = -(-len(self.weights) // self.ranks)
        part = slice(rank * size, (rank + 1) * size)
        barrier.wait()
        gradient = self.gradients[:, part].mean(0)
        self.squares[rank] = gradient.square().sum()
        barrier.wait()
        norm = float(self.squares.sum().sqrt())
        if math.isfinite(norm):
            gradient.mul_(min(1.0, 1.0 / (norm + 1e-6)))
            weights, first, second = self.weights[part], self.first[part], self.second[part]
            # What has no gradient now (the frozen half) keeps its weights and moments: stale momentum wrecks it.
            moving = (gradient != 0).float()
            first.addcmul_(gradient - first, moving, value=0.1)
            second.addcmul_(gradient.square() - second, moving, value=0.02)
            step_size = rate / (1 - 0.9 ** (step + 1))
            denominator = (second / (1 - 0.98 ** (step + 1))).sqrt_().add_(1e-8)
            denominator.div_(self.speed[part])
            weights.mul_(1 - rate * self.decay[part] * moving).addcdiv_(first * moving, denominator, value=-step_size)
            self.average[part].lerp_(weights, 1.0 - min(0.998, step / (step + 20.0)))
        barrier.wait()
        self.gradients[rank].zero_()
        return norm

    def state(self) -> dict[str, Tensor]:
        """What a resumed run needs."""
        return {k: getattr(self, k) for k in ("weights", "average", "first", "second", "control")}


def average_weights(student: Student, flat: Flat) -> dict[str, Tensor]:
    """The running average under the student's own names."""
    out, at = dict(student.state_dict()), 0
    for name, parameter in student.named_parameters():
        out[name] = flat.average[at : at + parameter.numel()].view(parameter.shape)
        at += parameter.numel()
    return out


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
        knobs = Knobs(values[0], values[1], bool(values[2]), *values[3:])
        began = time.time()
        count = max(1, round(BATCH[seconds] * knobs.load / flat.ranks))
        windows.prefer_numbers(knobs.numbers)
        arrays = collate([windows.example(seconds, knobs.easy) for _ in range(count)])
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
