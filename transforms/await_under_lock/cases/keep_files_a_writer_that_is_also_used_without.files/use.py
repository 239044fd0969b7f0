"""Who uses it."""

import asyncio

from case import Line


async def greet(writer: asyncio.StreamWriter) -> None:
    line = Line(writer)
    await line.send(b"hello")
    line.close()
