import asyncio


class Deliveries:
    def __init__(self, pool) -> None:
        self._pool = pool
        self._tried: dict[str, set[str]] = {}
        self._steps: dict[str, list[str]] = {}
        self._parts: dict[str, list[bytes]] = {}
        self._votes: dict[str, set[str]] = {}
        self._marks: dict[str, list[str]] = {}

    async def deliver(self, message_id: str, worker: str) -> None:
        self._tried.setdefault(message_id, set()).add(worker)
        try:
            await self._pool.send(message_id)
        except Exception:
            print("failed")
        else:
            await self._finish(message_id)

    async def _finish(self, message_id: str) -> None:
        tried = self._tried.pop(message_id, set())
        print(len(tried))

    async def walk(self, trip: str) -> list[str]:
        self._steps[trip] = []
        await asyncio.sleep(1)
        return self._steps.pop(trip)

    async def read(self, name: str, reader) -> bytes:
        parts = self._parts.setdefault(name, [])
        while True:
            part = await reader.read(100)
            if part is None:
                return b""
            if not part:
                break
            parts.append(part)
        del self._parts[name]
        return b"".join(parts)

    def vote(self, motion: str, voter: str) -> bool:
        self._votes.setdefault(motion, set()).add(voter)
        if len(self._votes[motion]) == 3:
            del self._votes[motion]
            return True
        return False

    async def mark(self, page: str) -> list[str]:
        self._marks[page] = ["begin"]
        try:
            await self._pool.send(page)
        finally:
            marks = self._marks.pop(page)
        return marks
