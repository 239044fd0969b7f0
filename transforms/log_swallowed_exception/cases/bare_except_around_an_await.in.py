import logging

logger = logging.getLogger(__name__)


async def poll(source) -> None:
    while True:
        await source.sleep(1)
        try:
            await source.poll()
        except:
            continue
