"""Signals between two sides."""

from __future__ import annotations

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
        await self.acked.wait()
        print("sent", file=sys.stderr)
        async with self.turned:
            await self.turned.wait()
