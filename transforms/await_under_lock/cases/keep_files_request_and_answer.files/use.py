"""Who uses it."""

from case import Link


async def ask(host: str) -> bytes:
    return await Link(host).ask(b"time")
