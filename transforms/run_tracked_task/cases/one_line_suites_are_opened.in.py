import asyncio
import logging

logger = logging.getLogger(__name__)


def poke(loud, quiet):
    if loud: asyncio.create_task(shout())  # at once
    elif quiet: asyncio.create_task(whisper())
    else:
        logger.debug("nothing")


async def shout(): asyncio.create_task(whisper())


async def whisper():
    pass
