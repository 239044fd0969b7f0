import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(task: asyncio.Task) -> None:
    task.exception()  # amends: ignore[AM405] the owner logs it
