"""Weights, gradients and moments as shared flat tensors: two processes of one thread each train one model."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from training.student import Student


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
