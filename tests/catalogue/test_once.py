"""Values computed once: however many threads ask, whatever fails, and never more than are wanted."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from atlas.catalogue.index.once import Once

THREADS = 8


def together(work: Callable[[], object]) -> list[object]:
    """What `work` gives to threads that begin at the same moment."""
    barrier = threading.Barrier(THREADS)

    def begin() -> object:
        barrier.wait(5)
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return [one.result(10) for one in [pool.submit(begin) for _ in range(THREADS)]]


def test_one_thread_computes_and_the_others_wait() -> None:
    once, slow, asked = Once(), threading.Event(), []

    def compute() -> object:
        asked.append(1)
        slow.wait(0.1)
        return object()

    found = together(lambda: once.get("key", compute))
    assert (len(asked), len(set(map(id, found)))) == (1, 1)
    assert once.get("key", compute) is found[0]


def test_a_computation_may_ask_for_others() -> None:
    once = Once()
    found = together(lambda: once.get("sum", lambda: once.get("one", lambda: 1) + once.get("two", lambda: 2)))
    assert set(found) == {3}
    assert len(once) == 3


def test_other_keys_do_not_wait() -> None:
    once, begun, go_on = Once(), threading.Event(), threading.Event()

    def wait() -> int:
        begun.set()
        assert go_on.wait(5)
        return 1

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(once.get, "slow", wait)
        assert begun.wait(5)
        assert once.get("quick", lambda: 2) == 2
        go_on.set()
        assert slow.result(5) == 1


def test_after_a_failure_the_next_one_tries_again() -> None:
    once = Once()
    with pytest.raises(ZeroDivisionError):
        once.get("key", lambda: 1 // 0)
    assert once.get("key", lambda: 7) == 7


def test_what_gives_none_is_computed_once_too() -> None:
    once, asked = Once(), []
    assert [once.get("key", lambda: asked.append(1)) for _ in range(2)] == [None, None]
    assert asked == [1]


def test_those_asked_least_recently_go() -> None:
    once = Once(2)
    for key in ("a", "b", "a", "c"):
        once.get(key, lambda key=key: key)
    assert len(once) == 2
    assert once.get("a", lambda: "again") == "a"
    assert once.get("b", lambda: "again") == "again"


def test_a_value_that_needs_itself_fails_instead_of_waiting() -> None:
    once = Once()

    def itself() -> object:
        return once.get("key", itself)

    with pytest.raises(RecursionError):
        once.get("key", itself)
