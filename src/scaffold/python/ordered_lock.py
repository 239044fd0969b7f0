"""An asyncio lock that checks, while you develop, in which order locks are taken.

``OrderedLock("Hub._lock")`` is an ``asyncio.Lock`` and nothing more, unless checks are
on when it is made: in Python's development mode (``python -X dev``), with
``PYTHONASYNCIODEBUG=1``, or while an event loop in debug mode runs. Then whoever takes
``B`` while holding ``A`` fixes the order ``A -> B`` for the whole process. A task that
goes the other way, or takes a lock that it already holds, gets a ``LockOrderError``
before it waits, with both chains and where each lock was taken: the deadlock shows in
the first test that runs both ways, not on the day when they meet.

- The name is what orders are known by: give all locks of one attribute the same name.
  Locks of one name (of a dictionary, or of several objects) are told apart: the order
  counts between two of them.
- Locks are held by tasks. A task that is started under a lock does not hold it.
- A lock that another task releases is no longer held by anybody.
- Before Python 3.12, ``asyncio.wait_for(lock.acquire(), ...)`` acquires in a task of
  its own, which then holds the lock. ``asyncio.timeout`` does not.
- Subclasses are not checked.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import weakref
from typing import Any, Literal, NamedTuple

__all__ = ["LockOrderError", "OrderedLock"]


class LockOrderError(RuntimeError):
    """Locks are taken in an order in which tasks can wait for each other for ever."""


class OrderedLock(asyncio.Lock):
    """An ``asyncio.Lock`` whose order is checked in development mode."""

    def __new__(cls, *_arguments: object, **_keywords: object) -> OrderedLock:
        checked = cls is OrderedLock and _checks_are_on()
        return super().__new__(_CheckedLock if checked else cls)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def _checks_are_on() -> bool:
    flags = sys.flags
    if flags.dev_mode:
        return True
    if not flags.ignore_environment and os.environ.get("PYTHONASYNCIODEBUG"):
        return True
    try:
        return asyncio.get_running_loop().get_debug()
    except RuntimeError:
        return False


class _CheckedLock(OrderedLock):
    """What ``OrderedLock`` makes while checks are on."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._holder: weakref.ref[asyncio.Task[Any]] | None = None
        # Tasks that hold it no longer, and are about to release it all the same.
        self._refused: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
        _orders.add(self)

    async def acquire(self) -> Literal[True]:
        task = _current_task()
        if task is None:
            return await super().acquire()
        place = _caller()
        try:
            _orders.check(task, self, place)
        except LockOrderError:
            if _is_back_from_waiting():
                self._refused.add(task)
            raise
        taken = await super().acquire()
        _orders.taken(task, self, place)
        self._holder = weakref.ref(task)
        return taken

    def release(self) -> None:
        task = _current_task()
        if task is not None and task in self._refused:
            self._refused.discard(task)
            return
        super().release()
        holder = None if self._holder is None else self._holder()
        self._holder = None
        if holder is not None:
            _orders.released(holder, self)


class _Place(NamedTuple):
    """Where a lock was taken."""

    file: str
    line: int
    function: str

    def __str__(self) -> str:
        if not self.file:
            return "outside of any function"
        return f"{self.file}:{self.line} in {self.function}"


class _Step(NamedTuple):
    """One lock taken while another was held."""

    first: str
    first_place: _Place
    second: str
    second_place: _Place
    task: str


class _Orders:
    """The orders seen so far, and what each task holds.

    Without a cycle among names, and among the locks of each name: whatever would close
    one is refused.
    """

    def __init__(self) -> None:
        # Event loops may run in several threads.
        self._mutex = threading.Lock()
        self._held: weakref.WeakKeyDictionary[
            asyncio.Task[Any], weakref.WeakKeyDictionary[_CheckedLock, _Place]
        ] = weakref.WeakKeyDictionary()
        # What was taken while a lock of this name was held, by name.
        self._names: dict[str, dict[str, _Step]] = {}
        # The same between locks of one name.
        self._locks: weakref.WeakKeyDictionary[
            _CheckedLock, weakref.WeakKeyDictionary[_CheckedLock, _Step]
        ] = weakref.WeakKeyDictionary()
        self._living: dict[str, weakref.WeakSet[_CheckedLock]] = {}
        self._limit = 256

    def add(self, lock: _CheckedLock) -> None:
        """Know a new lock; forget names without a lock when there are many."""
        with self._mutex:
            if lock.name not in self._living and len(self._living) >= self._limit:
                self._forget()
            self._living.setdefault(lock.name, weakref.WeakSet()).add(lock)

    def _forget(self) -> None:
        self._living = {name: locks for name, locks in self._living.items() if locks}
        for name in [name for name in self._names if name not in self._living]:
            del self._names[name]
        for seconds in self._names.values():
            for name in [name for name in seconds if name not in self._living]:
                del seconds[name]
        self._limit = max(256, 2 * len(self._living))

    def check(self, task: asyncio.Task[Any], lock: _CheckedLock, place: _Place) -> None:
        """Refuse a lock that must not be taken now, or remember the order."""
        with self._mutex:
            held = self._held.get(task)
            if not held:
                return
            if lock in held:
                raise LockOrderError(
                    f"{task.get_name()} takes {lock.name} ({place}), which it holds"
                    f" already (since {held[lock]}): it would wait for itself"
                )
            steps = []
            for other, since in list(held.items()):
                step = _Step(other.name, since, lock.name, place, task.get_name())
                if self._knows(other, lock):
                    continue
                if before := self._path(lock, other):
                    raise LockOrderError(_message(step, before))
                steps.append((other, step))
            for other, step in steps:
                if other.name == lock.name:
                    known = self._locks.setdefault(other, weakref.WeakKeyDictionary())
                    known[lock] = step
                else:
                    self._names.setdefault(other.name, {})[lock.name] = step

    def taken(self, task: asyncio.Task[Any], lock: _CheckedLock, place: _Place) -> None:
        """Remember that a task holds a lock now."""
        with self._mutex:
            held = self._held.setdefault(task, weakref.WeakKeyDictionary())
            held[lock] = place

    def released(self, task: asyncio.Task[Any], lock: _CheckedLock) -> None:
        """Remember that it no longer does."""
        with self._mutex:
            held = self._held.get(task)
            if held is not None:
                held.pop(lock, None)
                if not held:
                    del self._held[task]

    def _knows(self, first: _CheckedLock, second: _CheckedLock) -> bool:
        if first.name == second.name:
            return first in self._locks and second in self._locks[first]
        return second.name in self._names.get(first.name, {})

    def _path(self, start: _CheckedLock, end: _CheckedLock) -> list[_Step]:
        """The steps by which ``end`` was taken after ``start``; none if it was not."""
        if start.name != end.name:
            return _search(self._names, start.name, end.name)
        return _search(self._locks, start, end)


def _search(graph: Any, start: Any, end: Any) -> list[_Step]:
    seen = {start}
    open_paths: list[tuple[Any, list[_Step]]] = [(start, [])]
    for node, path in open_paths:
        for following, step in list(graph.get(node, {}).items()):
            if following == end:
                return [*path, step]
            if following not in seen:
                seen.add(following)
                open_paths.append((following, [*path, step]))
    return []


def _message(step: _Step, before: list[_Step]) -> str:
    lines = [
        f"{step.task} takes {step.second} while it holds {step.first},"
        " but these were taken in the other order before, so that two tasks can wait"
        " for each other for ever",
        "now:",
        *_lines(step),
        "before:",
    ]
    for earlier in before:
        lines += _lines(earlier)
    return "\n".join(lines)


def _lines(step: _Step) -> list[str]:
    return [
        f"  {step.first} ({step.first_place})",
        f"    -> {step.second} ({step.second_place}), by {step.task}",
    ]


def _current_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None


_HERE = _current_task.__code__.co_filename
_ASYNCIO = os.path.dirname(asyncio.__file__)


def _caller() -> _Place:
    """The line that takes the lock: the nearest outside of this file and asyncio."""
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename != _HERE:
            if os.path.dirname(code.co_filename) != _ASYNCIO:
                return _Place(code.co_filename, frame.f_lineno, code.co_name)
            if os.path.basename(code.co_filename) == "events.py":
                break  # The loop: what is behind it runs the loop.
        if frame.f_back is None:
            break
        frame = frame.f_back
    return _Place("", 0, "")


def _is_back_from_waiting() -> bool:
    """Whether Condition.wait takes its lock again, to be released by who waited."""
    code = sys._getframe(2).f_code
    return code.co_name == "wait" and os.path.dirname(code.co_filename) == _ASYNCIO


_orders = _Orders()
