import logging
from asyncio import Event

logger = logging.getLogger(__name__)


async def announced(register):
    heard = Event()
    register(heard.set)
    await heard.wait()


async def announced_within(register, wanted):
    heard = Event()
    register(heard.set)
    # only where somebody wants it
    if wanted: await heard.wait()
