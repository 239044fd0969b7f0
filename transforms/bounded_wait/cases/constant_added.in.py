#!/usr/bin/env python3
"""Two sides of one switch."""
import asyncio
import logging

log = logging.getLogger(__name__)


class Switch:
    def __init__(self):
        self.on = asyncio.Event()
        self.off = asyncio.Event()

    async def light(self):
        await self.on.wait()
        log.info("on")

    async def darkness(self):
        await self.off.wait()
        log.info("off")
