import asyncio
import logging

logger = logging.getLogger(__name__)


def flush(session):
    asyncio.ensure_future(session.flush())


def note():
    asyncio.ensure_future(write())


async def write():
    raise OSError("disk full")
