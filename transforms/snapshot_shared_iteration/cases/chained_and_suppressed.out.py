import itertools
from contextlib import suppress


class Hub:
    def __init__(self):
        self._near: set[str] = set()
        self._far: set[str] = set()
        self._old: set[str] = set()

    def join(self, member):
        self._near.add(member)
        self._far.add(member)
        self._old.add(member)

    async def tell(self, send):
        for member in itertools.chain(list(self._near), list(self._far)):
            await send(member)

    async def remind(self, send):
        with suppress(RuntimeError):
            for member in list(self._old):
                await send(member)

    async def ask(self, send):
        with suppress(KeyError):
            for member in list(self._old):
                await send(member)
