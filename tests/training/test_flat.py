"""The optimizer's matrix step."""

from __future__ import annotations

import pytest
import torch

from training.flat import orthogonal


@pytest.mark.parametrize("shape", [(64, 64), (256, 64), (64, 256)])
def test_a_gradient_keeps_its_directions_and_loses_their_sizes(shape: tuple[int, int]) -> None:
    left, _ = torch.linalg.qr(torch.randn(shape[0], 8, generator=torch.Generator().manual_seed(1)))
    right, _ = torch.linalg.qr(torch.randn(shape[1], 8, generator=torch.Generator().manual_seed(2)))
    sizes = torch.tensor([1.0, 0.7, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15])
    turned = orthogonal(left @ torch.diag(sizes) @ right.T)
    after = torch.linalg.svdvals(turned)[:8]
    assert turned.shape == shape
    assert float(after.max()) < 1.3
    assert float(after.min()) > 0.6
    assert float((left.T @ turned @ right).diagonal().min()) > 0.6
