"""Text only::

    ready = asyncio.Event()
    await ready.wait()
"""

import asyncio

READY = asyncio.Event()
# await READY.wait()
EXAMPLE = 'await READY.wait()'


def wait():
    return READY.is_set()
