import asyncio


class Layouts:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._very_long_name_of_a_registry: dict[str, asyncio.BoundedSemaphore] = {}

    def commented(self, name: str) -> asyncio.Lock:
        # Asked for by name.
        # Made when it is needed.
        # There now.
        return self._locks.setdefault(name, asyncio.Lock())  # for everybody

    def one_line(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    def long(self, a_name_that_is_quite_long: str) -> asyncio.BoundedSemaphore:
        return self._very_long_name_of_a_registry.setdefault(
            a_name_that_is_quite_long,
            asyncio.BoundedSemaphore(4),
        )

    async def held(self, name: str) -> None:
        async with self._locks.setdefault(name, asyncio.Lock()):
            await asyncio.sleep(0)

    def nested(self, names: list[str]) -> None:
        for name in names:
            if name:
                self._locks.setdefault(name, asyncio.Lock())
