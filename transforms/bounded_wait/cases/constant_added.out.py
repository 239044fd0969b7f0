#!/usr/bin/env python3
"""Two sides of one switch."""
import asyncio
import logging

WAIT_TIMEOUT = 12.5

log = logging.getLogger(__name__)


class Switch:
    def __init__(self):
        self.on = asyncio.Event()
        self.off = asyncio.Event()

    async def light(self):
        await asyncio.wait_for(self.on.wait(), timeout=WAIT_TIMEOUT)
        log.info("on")

    async def darkness(self):
        await asyncio.wait_for(self.off.wait(), timeout=WAIT_TIMEOUT)
        log.info("off")
