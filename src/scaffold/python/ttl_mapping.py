"""A mapping whose entries end by themselves, some time after they were set.

::

    seen: TTLMapping[str, int] = TTLMapping(ttl=300.0, maxsize=10_000)
    seen["message-1"] = 1

- An entry lives ``ttl`` seconds from when it was last set; reading does not renew it.
- With ``maxsize``, a new key takes the place of the entry that was set the longest ago.
- There is no background task: what has expired is never seen again, and is dropped when
  something is set or counted. Each entry is dropped once, so that costs nothing more.
- Going over it, or over its keys, values or items, goes over those that are there when
  that starts. Entries may expire, come and go meanwhile.
- It is for one thread, or for one event loop.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, ItemsView, Iterator, MutableMapping, ValuesView
from typing import Any, TypeVar, overload

__all__ = ["TTLMapping"]

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")

_MISSING = object()


class TTLMapping(MutableMapping[K, V]):
    """A mapping that drops each entry ``ttl`` seconds after it was set."""

    def __init__(
        self,
        ttl: float,
        *,
        maxsize: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not ttl > 0:
            raise ValueError(f"ttl must be more than 0 seconds, not {ttl!r}")
        if maxsize is not None and maxsize < 1:
            raise ValueError(f"maxsize must be 1 or more, or None, not {maxsize!r}")
        self.ttl = ttl
        self.maxsize = maxsize
        self._clock = clock
        # In the order in which they were set, which is that in which they expire.
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __getitem__(self, key: K) -> V:
        expires, value = self._entries[key]
        if expires <= self._clock():
            raise KeyError(key)
        return value

    def __setitem__(self, key: K, value: V) -> None:
        now = self._clock()
        self._drop_expired(now)
        if key in self._entries:
            self._entries.move_to_end(key)
        elif self.maxsize is not None and len(self._entries) >= self.maxsize:
            self._entries.popitem(last=False)
        self._entries[key] = (now + self.ttl, value)

    def __delitem__(self, key: K) -> None:
        self.pop(key)

    def __iter__(self) -> Iterator[K]:
        for key, _ in self._snapshot():
            yield key

    def __len__(self) -> int:
        self._drop_expired(self._clock())
        return len(self._entries)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(ttl={self.ttl!r}, {dict(self._snapshot())!r})"

    def items(self) -> ItemsView[K, V]:
        """The entries, as pairs."""
        return _Items(self)

    def values(self) -> ValuesView[V]:
        """The values."""
        return _Values(self)

    @overload
    def pop(self, key: K, /) -> V: ...

    @overload
    def pop(self, key: K, /, default: V) -> V: ...

    @overload
    def pop(self, key: K, /, default: T) -> V | T: ...

    def pop(self, key: K, /, default: Any = _MISSING) -> Any:
        """Take an entry out; its value, or the default if there is none."""
        entry = self._entries.pop(key, None)
        if entry is not None and entry[0] > self._clock():
            return entry[1]
        if default is _MISSING:
            raise KeyError(key)
        return default

    def popitem(self) -> tuple[K, V]:
        """Take the entry out that was set last, as a dict does."""
        self._drop_expired(self._clock())
        key, (_, value) = self._entries.popitem()
        return key, value

    def clear(self) -> None:
        """Take all entries out."""
        self._entries.clear()

    def _drop_expired(self, now: float) -> None:
        while self._entries:
            key, (expires, _) = next(iter(self._entries.items()))
            if expires > now:
                return
            del self._entries[key]

    def _snapshot(self) -> list[tuple[K, V]]:
        self._drop_expired(self._clock())
        return [(key, value) for key, (_, value) in self._entries.items()]


class _Items(ItemsView[K, V]):
    """Pairs: by a snapshot, as an entry may expire between its key and its value."""

    _mapping: TTLMapping[K, V]

    def __iter__(self) -> Iterator[tuple[K, V]]:
        return iter(self._mapping._snapshot())


class _Values(ValuesView[V]):
    """Values, likewise."""

    _mapping: TTLMapping[object, V]

    def __iter__(self) -> Iterator[V]:
        return iter([value for _, value in self._mapping._snapshot()])

    def __contains__(self, value: object) -> bool:
        return any(own is value or own == value for own in self)
