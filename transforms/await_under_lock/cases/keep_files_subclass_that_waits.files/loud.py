"""A kind that takes its time."""

import asyncio

from case import Base


class Loud(Base):
    async def _prepare(self, text: str) -> None:
        await asyncio.to_thread(print, text)
