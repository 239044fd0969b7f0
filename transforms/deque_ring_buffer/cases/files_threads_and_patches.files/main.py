import asyncio

import case
from case import Sums


async def main(sums: Sums, monkeypatch):
    case.LIMIT = 2
    monkeypatch.setattr(sums, "_patched", [1])
    await asyncio.to_thread(sums.total)
