import asyncio
import logging
from asyncio import Event

logger = logging.getLogger(__name__)


async def announced(register):
    heard = Event()
    register(heard.set)
    while True:
        try:
            await asyncio.wait_for(heard.wait(), timeout=30.0)
            break
        except asyncio.TimeoutError:
            logger.warning("Still waiting for heard in announced")


async def announced_within(register, wanted):
    heard = Event()
    register(heard.set)
    # only where somebody wants it
    if wanted:
        while True:
            try:
                await asyncio.wait_for(heard.wait(), timeout=30.0)
                break
            except asyncio.TimeoutError:
                logger.warning("Still waiting for heard in announced_within")
