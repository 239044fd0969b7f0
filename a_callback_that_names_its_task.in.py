import asyncio
import logging

logger = logging.getLogger(__name__)


async def main():
    job = asyncio.create_task(run())
    job.add_done_callback(lambda _: print(job.exception()))


async def run():
    pass
