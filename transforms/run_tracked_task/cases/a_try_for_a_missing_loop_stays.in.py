import asyncio
import json
import logging

logger = logging.getLogger(__name__)


def tell(news):
    try:
        asyncio.create_task(send(news))
    except RuntimeError:
        logger.debug("no loop")


def tell_json(news):
    try:
        asyncio.create_task(send(json.dumps(news)))
    except TypeError:
        logger.warning("not json")


async def send(news):
    logger.info(news)
