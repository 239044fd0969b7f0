import asyncio
import logging

log = logging.getLogger(__name__)
_closing = set()


def close(peer):
    task = asyncio.create_task(peer.close())
    _closing.add(task)
    task.add_done_callback(_closing.discard)


def greet(peer):
    asyncio.create_task(peer.greet())
