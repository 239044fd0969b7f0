"""Watches paths and tells others what changed."""

from __future__ import annotations

import asyncio
import functools
from typing import Callable

import backoff


# Not the local function of the same name in `Watcher.sweep`.
#: callers = module_forget
def forget(path: str) -> None:
    print("forgotten:", path)


class Watcher:
    """Knows some paths."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._known: set[str] = set()
        # Read by whoever embeds the watcher.
        self.on_change: Callable[[str], None] = self._changed  #: @store_changed

    #: callers = none
    #: possible = store_changed
    def _changed(self, path: str) -> None:
        self._known.add(path)

    @classmethod
    #: callers = build_default, build_spare, build_main
    def build(cls, loop: asyncio.AbstractEventLoop) -> Watcher:
        return cls(loop)

    @classmethod
    #: callers = none
    def default(cls) -> Watcher:
        return cls.build(asyncio.get_running_loop())  #: @build_default

    @staticmethod
    #: callers = static_self, static_class
    def normal(path: str) -> str:
        return path.rstrip("/")

    #: callers = none
    def schedule(self) -> None:
        self._loop.call_later(1.0, functools.partial(self._tick, 1))  #: @partial_tick
        self._loop.call_soon(lambda: self._poke("first"))  #: @lambda_poke
        self._loop.call_soon(self._poke, "second")  #: @hand_poke

    #: callers = none
    #: possible = partial_tick
    def _tick(self, step: int) -> None:
        print(step)

    #: callers = lambda_poke
    #: possible = hand_poke
    def _poke(self, path: str) -> None:
        self._known.add(self.normal(path))  #: @static_self

    #: callers = none
    def shut(self) -> None:
        getattr(self, "_drain")()  #: @by_name_drain
        forget("all")  #: @module_forget

    #: callers = none
    #: possible = by_name_drain
    def _drain(self) -> None:
        self._known.clear()

    #: callers = none
    async def sweep(self, paths: list[str]) -> None:
        #: callers = local_forget
        #: possible = hand_forget
        def forget(path: str) -> None:
            self._known.discard(path)

        for path in paths:
            forget(path)  #: @local_forget
        self._loop.call_soon(forget, "")  #: @hand_forget

    # What the decorator puts in its place decides whether and when it runs.
    @backoff.on_exception(backoff.expo, OSError)
    #: callers = none
    #: possible = call_fetch
    async def _fetch(self, path: str) -> str:
        return path

    #: callers = none
    async def fetch_all(self, paths: list[str]) -> list[str]:
        return [await self._fetch(path) for path in paths]  #: @call_fetch

    #: callers = optional_halt, element_halt, recruit_halt
    #: possible = union_halt, table_halt, stranger_halt
    def halt(self) -> None:
        self._known.clear()
