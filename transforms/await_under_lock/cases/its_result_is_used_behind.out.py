"""Parcels that are weighed when they have been stored."""

import asyncio


class Scales:
    def __init__(self) -> None:
        self._jobs: asyncio.Queue[str] = asyncio.Queue()

    async def weigh(self, parcel: str) -> int:
        await self._jobs.put(parcel)
        return len(parcel)


class Shelf:
    def __init__(self, scales: Scales) -> None:
        self._scales = scales
        self._parcels: list[str] = []
        self._lock = asyncio.Lock()

    async def store(self, parcel: str) -> str:
        async with self._lock:
            self._parcels.append(parcel)
        weight = await self._scales.weigh(parcel)  # grams

        return f"{parcel} weighs {weight}"
