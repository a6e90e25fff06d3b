"""whisper's module with the heads that training alone needs, and encoder heads that look at neighbouring frames."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from whisper.model import ModelDimensions, Whisper

from training import vocabulary
from training.example import NO_LETTER
from training.vocabulary import FULL_SIZE, Vocabulary, initial_rows

DIMS = ModelDimensions(
    n_mels=80, n_audio_ctx=1500, n_audio_state=256, n_audio_head=4, n_audio_layer=4,
    n_vocab=FULL_SIZE, n_text_ctx=448, n_text_state=256, n_text_head=4, n_text_layer=4,
)  # fmt: skip


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
                attended, seen[index] = attend(
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


def attend(layer: Any, x: Tensor, audio: Tensor, away: Tensor | None) -> tuple[Tensor, Tensor]:
    """whisper's cross-attention, written out so that its weights can be seen and led."""
    heads, scale = layer.n_head, (x.shape[-1] // layer.n_head) ** -0.5
    q, k, v = layer.query(x), layer.key(audio), layer.value(audio)
    q, k, v = (t.view(*t.shape[:2], heads, -1).permute(0, 2, 1, 3) for t in (q, k, v))
    scores = (q @ k.transpose(2, 3)).float() * scale
    weights = torch.softmax(scores, dim=-1)
    used = weights if away is None else torch.softmax(scores + away[:, None], dim=-1)
    out = (used.to(v.dtype) @ v).permute(0, 2, 1, 3).flatten(2)
    return layer.out(out), weights
