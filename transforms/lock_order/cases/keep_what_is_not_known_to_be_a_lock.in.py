class Guarded:
    def __init__(self, first, second) -> None:
        self._first = first
        self._second = second

    async def run(self) -> None:
        async with self._first:
            async with self._second:
                print("run")

    async def back(self) -> None:
        async with self._second:
            async with self._first:
                print("back")
