import asyncio


class Ledger:
    def __init__(self, store):
        self._store = store
        self._ready = asyncio.Event()
        self._ready.set()

    async def reload(self):
        self._ready.clear()

        # Readers wait at the gate meanwhile.

        for book in ("a", "b"):
            await self._store.load(book)

        self._ready.set()

    async def read(self, book):
        await self._ready.wait()
        return self._store.peek(book)
