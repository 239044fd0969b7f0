"""A coroutine has a name of its own but cannot be called: nothing was written, and now it is."""

import asyncio
import warnings

CHANGED = {"write": (("raised", "TypeError", "'coroutine' object is not callable"), ("returned", ["a", "b"]))}


async def scenario_write(module):
    warnings.simplefilter("ignore")
    log = []
    book = module.Book(log)
    book.write("a")
    book.rewrite("b")
    for _ in range(10):
        await asyncio.sleep(0)
    return log
