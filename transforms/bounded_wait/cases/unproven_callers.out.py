import asyncio
import functools

_started = asyncio.Event()


@functools.cache
def _decorate(function):
    return function


@_decorate
async def _decorated():
    await asyncio.wait_for(_started.wait(), timeout=30.0)


async def _shielded():
    # the shield keeps it waiting when the timeout has passed
    await asyncio.wait_for(_started.wait(), timeout=30.0)


async def _items(names):
    for name in names:
        await asyncio.wait_for(_started.wait(), timeout=30.0)
        yield name


async def _listed():
    await asyncio.wait_for(_started.wait(), timeout=30.0)


async def public():
    await asyncio.wait_for(_started.wait(), timeout=30.0)


JOBS = [_listed]


async def run_all(names):
    async with asyncio.timeout(2):
        await _decorated()
        await asyncio.wait_for(asyncio.shield(_shielded()), timeout=1)
        async for name in _items(names):
            print(name)
        await _listed()
        await public()
