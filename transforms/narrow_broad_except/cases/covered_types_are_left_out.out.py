import asyncio
import os


async def fetch(reader: asyncio.StreamReader, path: str) -> bytes:
    try:
        data = await asyncio.wait_for(reader.read(100), 5)
        os.remove("/tmp/fetched")
        return data
    except OSError:
        return b""


async def only_in_time(queue: asyncio.Queue[bytes]) -> bytes:
    try:
        return await asyncio.wait_for(queue.get(), timeout=5)
    except TimeoutError:
        return b""


def forget(path: str) -> None:
    try:
        os.remove(path)
    except (OSError, ValueError):
        pass
