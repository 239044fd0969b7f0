"""The module's own constant bounds the one, a new one the other."""

import asyncio

from waits import wait


def settle(module):
    done = asyncio.Event()
    return module.settle(done), done.set, lambda: None


wait(globals(), "settle", settle)


def settle_within(module):
    done = asyncio.Event()
    return module.settle_within(done, "3"), done.set, lambda: None


wait(globals(), "settle_within", settle_within)
