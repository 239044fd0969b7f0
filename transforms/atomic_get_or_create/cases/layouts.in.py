import asyncio


class Layouts:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._very_long_name_of_a_registry: dict[str, asyncio.BoundedSemaphore] = {}

    def commented(self, name: str) -> asyncio.Lock:
        # Asked for by name.
        if name not in self._locks:
            # Made when it is needed.
            self._locks[name] = asyncio.Lock()

        # There now.
        return self._locks[name]  # for everybody

    def one_line(self, name: str) -> asyncio.Lock:
        if name not in self._locks: self._locks[name] = asyncio.Lock()
        return self._locks[name]

    def long(self, a_name_that_is_quite_long: str) -> asyncio.BoundedSemaphore:
        if a_name_that_is_quite_long not in self._very_long_name_of_a_registry:
            self._very_long_name_of_a_registry[a_name_that_is_quite_long] = asyncio.BoundedSemaphore(4)
        return self._very_long_name_of_a_registry[a_name_that_is_quite_long]

    async def held(self, name: str) -> None:
        if name not in self._locks:
            self._locks[name] = asyncio.Lock()
        async with self._locks[name]:
            await asyncio.sleep(0)

    def nested(self, names: list[str]) -> None:
        for name in names:
            if name:
                if name not in self._locks:
                    self._locks[name] = asyncio.Lock()
