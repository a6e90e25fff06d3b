"""What training minimises: text, phonemes and letters of every frame, and where the decoder looks."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from training.curriculum import Knobs
from training.example import FRAME, IGNORE, NO_LETTER
from training.student import Student


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
