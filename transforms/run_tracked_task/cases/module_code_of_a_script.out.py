#!/usr/bin/env python3
"""Runs the clock."""
import asyncio
import logging

log = logging.getLogger("clock")

_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    log.error("A background task failed", exc_info=task.exception())


async def tick():
    log.info("tick")

loop = asyncio.new_event_loop()
_task = loop.create_task(tick())
_background_tasks.add(_task)
_task.add_done_callback(_on_background_task_done)
_task = loop.create_task(tick())
_background_tasks.add(_task)
_task.add_done_callback(_on_background_task_done)
loop.run_until_complete(asyncio.sleep(0.01, loop))
loop.close()
