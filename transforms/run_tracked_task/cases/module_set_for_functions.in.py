import asyncio
import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)
SEEN = []


# Called for every upload.
def on_upload(name, notify: Callable | None = None):
    if notify is not None:
        notify(name)
    asyncio.create_task(scan(name))


async def scan(name):
    if name == "bad":
        raise ValueError(name)
    await asyncio.sleep(0)
    SEEN.append(name)
    asyncio.create_task(archive(name))


async def archive(name):
    SEEN.append(name.upper())
