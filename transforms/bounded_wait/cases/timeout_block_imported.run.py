"""The block bounds the wait, and what a local is called stays its own."""

import asyncio

from waits import wait


def first(module):
    ready = asyncio.Event()
    return module.first(ready), ready.set, lambda: None


wait(globals(), "first", first)


def second(module):
    ready = asyncio.Event()
    return module.second(ready), ready.set, lambda: None


wait(globals(), "second", second)
