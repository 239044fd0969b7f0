import asyncio
import logging

log = logging.getLogger(__name__)
_closing = set()


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    log.error("A background task failed", exc_info=task.exception())


def close(peer):
    task = asyncio.create_task(peer.close())
    _closing.add(task)
    task.add_done_callback(_closing.discard)


def greet(peer):
    task = asyncio.create_task(peer.greet())
    _background_tasks.add(task)
    task.add_done_callback(_on_background_task_done)
