"""Signals between two sides."""

from __future__ import annotations

import asyncio
import sys
from asyncio import Condition, Event

from .protocol import Frame


class Side:
    acked: Event
    turned: Condition

    def __init__(self, out: list[Frame]):
        self.acked, self.out = Event(), out

    async def send(self, frame: Frame):
        self.out.append(frame)
        await asyncio.wait_for(self.acked.wait(), timeout=30.0)
        print("sent", file=sys.stderr)
        async with self.turned:
            await asyncio.wait_for(self.turned.wait(), timeout=30.0)
