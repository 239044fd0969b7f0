import asyncio


async def next_item(queue: asyncio.Queue[bytes]) -> bytes:
    try:
        return await asyncio.wait_for(queue.get(), timeout=5)
    except Exception:
        return b""


async def next_block(reader: asyncio.StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(reader.read(10), timeout=5)
    except Exception:
        return b""
