import asyncio
import logging

logger = logging.getLogger(__name__)


def start():
    asyncio.create_task(asyncio.sleep(1))
