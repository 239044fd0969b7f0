"""A bell that is heard later."""

import asyncio


class Bell:
    def __init__(self) -> None:
        self.heard: asyncio.Queue[str] = asyncio.Queue()

    async def ring(self, why: str) -> None:
        await self.heard.put(f"ding: {why}")
