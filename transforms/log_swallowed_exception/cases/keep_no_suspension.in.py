import asyncio


def collect(task: asyncio.Task, default):
    try:
        return task.result()
    except asyncio.CancelledError:
        return default
