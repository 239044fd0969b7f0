#!/usr/bin/env python3
"""Runs the clock."""
import asyncio
import logging

log = logging.getLogger("clock")

async def tick():
    log.info("tick")

loop = asyncio.new_event_loop()
loop.create_task(tick())
loop.create_task(tick())
loop.run_until_complete(asyncio.sleep(0.01, loop))
loop.close()
