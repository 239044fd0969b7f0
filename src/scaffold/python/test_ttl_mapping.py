"""What TTLMapping promises. Time passes only where a test says so."""

from __future__ import annotations

import gc
import operator
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from ttl_mapping import TTLMapping


class Clock:
    """A clock that stands still."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Value:
    """Something that weak references can watch."""


def missing(look_up: Callable[[], Any]) -> bool:
    """Whether a look-up raises KeyError."""
    try:
        look_up()
    except KeyError:
        return True
    return False


def filled(clock: Clock, maxsize: int | None = None) -> TTLMapping[str, int]:
    """The entries a, b and c: 0 is set at once, 1 a second later, 2 two after that."""
    mapping: TTLMapping[str, int] = TTLMapping(10.0, maxsize=maxsize, clock=clock)
    for number, key in enumerate("abc"):
        clock.now += number
        mapping[key] = number
    return mapping


def test_it_is_a_mapping() -> None:
    mapping = filled(Clock())
    assert isinstance(mapping, Mapping)
    assert dict(mapping) == {"a": 0, "b": 1, "c": 2} == mapping
    assert list(mapping) == ["a", "b", "c"]
    assert list(mapping.values()) == [0, 1, 2] and 2 in mapping.values()
    assert list(mapping.items()) == [("a", 0), ("b", 1), ("c", 2)]
    assert ("c", 2) in mapping.items() and ("c", 3) not in mapping.items()
    assert "a" in mapping and "d" not in mapping and missing(lambda: mapping["d"])
    assert mapping.setdefault("a", 9) == 0 and mapping.setdefault("d", 3) == 3
    assert mapping.popitem() == ("d", 3)
    del mapping["b"]
    assert missing(lambda: operator.delitem(mapping, "b"))
    assert mapping.pop("a") == 0 and mapping.pop("a", None) is None
    assert missing(lambda: mapping.pop("a"))
    mapping.update({"e": 4})
    assert repr(mapping) == "TTLMapping(ttl=10.0, {'c': 2, 'e': 4})"
    mapping.clear()
    assert not mapping and missing(mapping.popitem)


def test_an_entry_ends_after_its_time() -> None:
    clock = Clock()
    mapping = filled(clock)
    clock.now = 109.5
    assert list(mapping) == ["a", "b", "c"]
    clock.now = 110.0
    assert "a" not in mapping and mapping.get("a") is None and len(mapping) == 2
    clock.now = 200.0
    assert len(mapping) == 0 and list(mapping.items()) == []


def test_what_has_expired_is_not_found_even_before_it_is_dropped() -> None:
    clock = Clock()
    mapping = filled(clock)
    clock.now = 1000.0
    assert missing(lambda: mapping["a"])
    assert missing(lambda: mapping.pop("a")) and mapping.pop("b", 7) == 7
    assert missing(lambda: operator.delitem(mapping, "c"))
    mapping = filled(clock)
    clock.now = 2000.0
    assert missing(mapping.popitem)


def test_setting_renews_and_reading_does_not() -> None:
    clock = Clock()
    mapping = filled(clock)
    clock.now = 109.0
    assert mapping["a"] == 0
    mapping["b"] = 5
    clock.now = 114.0
    assert dict(mapping) == {"b": 5}


def test_the_oldest_entry_makes_room() -> None:
    clock = Clock()
    mapping = filled(clock, maxsize=3)
    mapping["a"] = 7
    mapping["d"] = 8
    assert dict(mapping) == {"c": 2, "a": 7, "d": 8}
    clock.now = 113.0
    mapping["e"] = 9
    assert dict(mapping) == {"e": 9}, "what has expired goes first"


def test_what_has_expired_is_let_go_when_something_is_set() -> None:
    clock = Clock()
    mapping: TTLMapping[int, Value] = TTLMapping(10.0, clock=clock)
    value = Value()
    gone = weakref.ref(value)
    mapping[1] = value
    del value
    clock.now += 11
    mapping[2] = Value()
    gc.collect()
    assert gone() is None


def test_it_does_not_grow_with_what_has_expired() -> None:
    clock = Clock()
    mapping: TTLMapping[int, None] = TTLMapping(10.0, clock=clock)
    for number in range(10_000):
        clock.now += 1
        mapping[number] = None
        assert len(mapping._entries) <= 10


def test_entries_may_expire_and_change_while_somebody_goes_over_them() -> None:
    clock = Clock()
    mapping = filled(clock)
    seen = []
    for key, value in mapping.items():
        clock.now += 100
        mapping[f"new {key}"] = value
        seen.append(key)
    assert seen == ["a", "b", "c"]
    for _ in mapping:
        mapping.clear()


def test_senseless_bounds_are_refused() -> None:
    for ttl, maxsize in ((0.0, None), (-1.0, None), (float("nan"), 1), (1.0, 0)):
        try:
            TTLMapping[str, int](ttl, maxsize=maxsize)
        except ValueError as error:
            assert "must be" in str(error)
        else:
            raise AssertionError((ttl, maxsize))
