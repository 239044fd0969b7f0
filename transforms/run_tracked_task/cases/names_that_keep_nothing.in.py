import asyncio
import logging

logger = logging.getLogger(__name__)


async def serve(stop):
    _ = asyncio.create_task(tick())
    beat = asyncio.create_task(tick(), name="beat")
    beat.set_name("heart")
    logger.info("started %s", beat)
    spare: asyncio.Task = asyncio.create_task(
        tick(),
    )  # never looked at
    await stop.wait()


async def tick():
    raise LookupError("tick")
