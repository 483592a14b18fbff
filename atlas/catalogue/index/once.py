"""Values computed once, however many threads ask for them at the same moment: one computes, the others wait.

Without it, eight requests after a change would all count the same thing, and each would hold its memory meanwhile. A
computation may ask for other values: two can wait for each other only if each needs the other's result, which no order
of computing could give. Not for values that go stale: whoever holds one of these drops it with what it was made from.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")

_MISSING: Final = object()


class Once:
    """The values by key; of more than `most` (null = all are kept), those asked least recently go."""

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._computing: dict[Hashable, threading.RLock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gives, or gave before. If it raises, nothing is kept, and the next who asks tries again."""
        found: Any = self._values.get(key, _MISSING)
        if found is _MISSING:
            return self._computed(key, compute)
        if self._most is not None:
            self._touch(key)
        value: T = found
        return value

    def _computed(self, key: Hashable, compute: Callable[[], T]) -> T:
        with self._lock:
            computing = self._computing.setdefault(key, threading.RLock())
        # Re-entrant: a computation that asks for itself ends in RecursionError instead of waiting for ever.
        with computing:
            found: Any = self._values.get(key, _MISSING)
            value: T = compute() if found is _MISSING else found
            if found is _MISSING:
                self._put(key, value)
        return value

    def _touch(self, key: Hashable) -> None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)

    def _put(self, key: Hashable, value: object) -> None:
        with self._lock:
            self._values[key] = value
            self._computing.pop(key, None)
            while self._most is not None and len(self._values) > self._most:
                self._values.popitem(last=False)
