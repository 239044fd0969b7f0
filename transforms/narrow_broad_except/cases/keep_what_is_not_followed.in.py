import asyncio
import os
import tempfile


async def work(lock, paths, task: asyncio.Task) -> None:
    try:
        with tempfile.TemporaryDirectory():
            os.getcwd()
    except Exception:
        pass
    try:
        async with lock:
            os.getcwd()
    except Exception:
        pass
    try:
        await task
    except Exception:
        pass
    try:
        for path in os.scandir("."):
            os.getcwd()
    except Exception:
        pass
    try:
        class Local(paths):
            pass
    except Exception:
        pass
    try:
        task.result()
    except Exception:
        pass


def generated():
    try:
        yield 1
    except Exception:
        pass
