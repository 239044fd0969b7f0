"""None waits for ever, and every caller can say otherwise."""

import asyncio
from typing import Optional


class Lift:
    def __init__(self):
        self._here = asyncio.Event()

    async def left_early(self, timeout: Optional[float] = None):
        if timeout is not None:
            return await asyncio.wait_for(self._here.wait(), timeout)
        await self._here.wait()

    async def second_branch(self, now: bool, deadline: float | None = None):
        if now:
            return
        elif deadline is None:
            await self._here.wait()
        else:
            async with asyncio.timeout_at(deadline):
                await self._here.wait()

    async def negated(self, *, wait_timeout=None):
        if not wait_timeout:
            await self._here.wait()
        else:
            async with asyncio.timeout(wait_timeout):
                await self._here.wait()

    async def in_one_line(self, timeout=None):
        await self._here.wait() if timeout is None else await asyncio.wait_for(self._here.wait(), timeout)

    async def by_option(self, **options):
        await asyncio.wait_for(self._here.wait(), options.get("timeout"))

    async def by_option_or_ten(self, **options):
        limit = options.get("timeout", 10)
        await asyncio.wait_for(self._here.wait(), limit)

    async def chosen(self, slow: bool):
        limit = None if slow else 3
        async with asyncio.timeout(limit):
            await self._here.wait()

    async def with_default(self, timeout=None):
        timeout = timeout or 20.0
        await asyncio.wait_for(self._here.wait(), timeout)
