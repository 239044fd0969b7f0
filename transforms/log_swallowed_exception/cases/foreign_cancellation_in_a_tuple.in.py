import asyncio
import logging

logger = logging.getLogger(__name__)


async def pump(queue: asyncio.Queue, sink) -> None:
    while not sink.closed:
        item = await queue.get()
        try:
            await sink.send(item)
        except (ConnectionError, asyncio.CancelledError):
            pass
