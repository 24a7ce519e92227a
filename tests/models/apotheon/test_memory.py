from __future__ import annotations

import torch

from spark_trainer.models.apotheon.memory import MemoryBuilder
from spark_trainer.models.apotheon.packing import Tokens


def tokens(mask: list[list[bool]], width: int = 6) -> Tokens:
    mask_BL = torch.tensor(mask)
    torch.manual_seed(0)
    return Tokens(torch.randn(*mask_BL.shape, width), mask_BL, torch.zeros(mask_BL.shape))


def test_pictures_come_first_then_sound_then_the_null_token() -> None:
    memory = MemoryBuilder(6)(tokens([[True, False]]), tokens([[True, True, False]]))
    assert memory.states_BMD.shape == (1, 6, 6)
    assert memory.mask_BM.tolist() == [[True, False, True, True, False, True]]


def test_a_memory_of_nothing_still_has_the_null_token() -> None:
    memory = MemoryBuilder(6)(tokens([[False]]), tokens([[False]]))
    assert memory.mask_BM.tolist() == [[False, False, True]]


def test_the_same_state_differs_by_modality_and_by_time() -> None:
    build = MemoryBuilder(6)
    same = tokens([[True, True]])
    later = Tokens(same.states_BLD, same.mask_BL, torch.tensor([[0.0, 3.0]]))
    states = build(same, same).states_BMD[0]
    assert not torch.allclose(states[0], states[2])
    assert not torch.allclose(build(later, same).states_BMD[0, 1], states[1])
    torch.testing.assert_close(build(later, same).states_BMD[0, 0], states[0])
