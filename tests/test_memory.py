import gc

import pytest

from atlas.memory import SELDOM, collected_seldom, uncollected


def test_a_run_is_collected_seldom_and_leaves_the_collector_as_it_was() -> None:
    before = gc.get_threshold()
    with collected_seldom():
        assert gc.get_threshold() == (SELDOM, *before[1:])
        assert gc.get_freeze_count() > 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_a_run_that_fails_leaves_it_so_too() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="odd"), collected_seldom():
        raise ValueError("odd")
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_nothing_is_collected_while_names_are_read() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_forks_share_stays_aside() -> None:
    gc.freeze()
    try:
        aside = gc.get_freeze_count()
        with collected_seldom():
            kept = [[] for _ in range(1_000)]
        assert gc.get_freeze_count() == aside, len(kept)
    finally:
        gc.unfreeze()
