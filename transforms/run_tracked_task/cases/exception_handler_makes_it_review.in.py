import asyncio
import logging

logger = logging.getLogger(__name__)


def report(loop, context):
    logger.error("unhandled: %s", context["message"])


async def main():
    asyncio.get_running_loop().set_exception_handler(report)
    asyncio.create_task(fail())
    await asyncio.sleep(0.01)


async def fail():
    raise KeyError("x")
