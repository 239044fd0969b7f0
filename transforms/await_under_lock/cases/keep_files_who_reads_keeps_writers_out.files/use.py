"""Who uses it."""

from case import Link


async def use(link: Link) -> bytes:
    return await link.ask(b"time") + await link.listen()
