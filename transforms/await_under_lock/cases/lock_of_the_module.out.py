"""A list of visitors of the whole module."""

import asyncio

VISITORS: list[str] = []
LOCK = asyncio.Lock()
NEWS: asyncio.Queue[str] = asyncio.Queue()


async def visit(name: str) -> None:
    async with LOCK:
        VISITORS.append(name)
    await NEWS.put(name)
