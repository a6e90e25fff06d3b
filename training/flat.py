"""Weights, gradients and moments as shared flat tensors: two processes of one thread each train one model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from training.student import Student

MATRICES = ("query.weight", "key.weight", "value.weight", "out.weight", "mlp.0.weight", "mlp.2.weight")
SLOW, FAST = 0.995, 0.95  # of the second and the first moment: a step hears little text, so gradients are noisy


@dataclass(frozen=True)
class Part:
    """One parameter's place in the flat tensors, and which process updates it."""

    at: slice
    shape: torch.Size
    rank: int
    matrix: bool  # updated by Muon; all others by AdamW
    decay: float
    speed: float


class Flat:
    """All weights, gradients and optimizer moments as flat shared tensors of shape (n,).

    Two processes of one thread each take half a batch and update half of the weights: on two shared cores this is
    faster than two threads, which wait for each other inside every operation.
    """

    def __init__(self, student: Student, ranks: int) -> None:
        count = sum(p.numel() for p in student.parameters())
        self.ranks = ranks
        self.weights, self.average, self.first, self.second = (torch.zeros(count) for _ in range(4))
        self.gradients = torch.zeros(ranks, count)
        self.squares = torch.zeros(ranks)
        self.control = torch.zeros(24)  # step, seconds of the window, go on?, and the knobs
        self.parts: list[Part] = []
        at, loads = 0, [0] * ranks
        for name, parameter in student.named_parameters():
            size = parameter.numel()
            self.weights[at : at + size] = parameter.detach().flatten()
            matrix = ".blocks." in name and name.endswith(MATRICES)
            rank = loads.index(min(loads))
            loads[rank] += size * (5 if matrix else 1)
            decay = 0.02 if parameter.dim() > 1 else 0.0
            speed = 0.4 if name.endswith("token_embedding.weight") else 1.0
            self.parts.append(Part(slice(at, at + size), parameter.shape, rank, matrix, decay, speed))
            at += size
        self.average.copy_(self.weights)
        for tensor in vars(self).values():
            if isinstance(tensor, Tensor):
                tensor.share_memory_()  # type: ignore[no-untyped-call]

    def adopt(self, student: Student, rank: int) -> None:
        """Make the student's parameters and gradients views of the shared tensors."""
        for part, parameter in zip(self.parts, student.parameters(), strict=True):
            parameter.data = self.weights[part.at].view(part.shape)
            parameter.grad = self.gradients[rank, part.at].view(part.shape)

    def update(self, rank: int, barrier: Any, rate: float, step: int) -> float:
        """One step of this rank's share of the weights; returns the norm of the whole gradient."""
        barrier.wait()
        mine = [part for part in self.parts if part.rank == rank]
        gradients = [self.gradients[:, part.at].mean(0) for part in mine]
        self.squares[rank] = sum(float(g.square().sum()) for g in gradients)
        barrier.wait()
        norm = float(self.squares.sum().sqrt())
        if math.isfinite(norm):
            clip = min(1.0, 1.0 / (norm + 1e-6))
            for part, gradient in zip(mine, gradients, strict=True):
                if part.matrix:
                    self._turn(part, gradient.mul_(clip), rate)
                else:
                    self._step(part, gradient.mul_(clip), rate, step)
            keep = 1.0 - min(0.998, step / (step + 20.0))
            for part in mine:
                self.average[part.at].lerp_(self.weights[part.at], keep)
        barrier.wait()
        self.gradients[rank].zero_()
        return norm

    def _step(self, part: Part, gradient: Tensor, rate: float, step: int) -> None:
        """AdamW. What has no gradient now (the frozen half) keeps weights and moments: stale momentum wrecks it."""
        weights, first, second = self.weights[part.at], self.first[part.at], self.second[part.at]
        moving = (gradient != 0).float()
        first.addcmul_(gradient - first, moving, value=1 - FAST)
        second.addcmul_(gradient.square() - second, moving, value=1 - SLOW)
        step_size = rate * part.speed / (1 - FAST ** (step + 1))
        denominator = (second / (1 - SLOW ** (step + 1))).sqrt_().add_(1e-8)
        weights.mul_(1 - rate * part.decay * moving).addcdiv_(first * moving, denominator, value=-step_size)

    def _turn(self, part: Part, gradient: Tensor, rate: float) -> None:
        """Muon (Jordan 2024), scaled to AdamW's step as in Liu et al. 2025 (arXiv 2502.16982)."""
        if not bool(gradient.any()):
            return
        weights, first = self.weights[part.at], self.first[part.at]
        first.lerp_(gradient, 1 - FAST)
        direction = orthogonal(gradient.lerp_(first, FAST).view(part.shape))
        scale = 0.2 * math.sqrt(max(part.shape))
        weights.mul_(1 - rate * part.decay).add_(direction.flatten(), alpha=-rate * scale)

    def state(self) -> dict[str, Tensor]:
        """What a resumed run needs."""
        return {k: getattr(self, k) for k in ("weights", "average", "first", "second", "control")}


def orthogonal(matrix: Tensor) -> Tensor:
    """(m, n) with all singular values brought near 1 by five Newton-Schulz steps in bfloat16."""
    x = matrix.bfloat16()
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    turned: Tensor = x.T if tall else x
    return turned.float()


def average_weights(student: Student, flat: Flat) -> dict[str, Tensor]:
    """The running average under the student's own names."""
    out, at = dict(student.state_dict()), 0
    for name, parameter in student.named_parameters():
        out[name] = flat.average[at : at + parameter.numel()].view(parameter.shape)
        at += parameter.numel()
    return out
