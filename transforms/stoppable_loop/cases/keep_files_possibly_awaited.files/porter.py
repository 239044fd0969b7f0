import trio

from case import Door


class Porter:
    def __init__(self, door: Door, doors: list[Door]) -> None:
        self.door = door
        self.doors = doors
        self.rounds = [door.guard]

    async def watch_all(self) -> None:
        async with trio.open_nursery() as nursery:
            for door in self.doors:
                nursery.start_soon(door.watch)

    async def watch_one(self) -> None:
        await self.door.watch()

    async def guard_one(self) -> None:
        await self.door.guard()
