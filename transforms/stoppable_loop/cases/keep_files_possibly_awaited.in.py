import trio


class Door:
    async def watch(self) -> None:
        raise NotImplementedError

    async def guard(self) -> None:
        raise NotImplementedError


class FrontDoor(Door):
    async def watch(self) -> None:
        while True:
            await trio.sleep(1)

    async def guard(self) -> None:
        while True:
            await trio.sleep(1)


async def in_turn() -> None:
    async def knock() -> None:
        while True:
            await trio.sleep(1)

    async def ring() -> None:
        while True:
            await trio.sleep(1)

    async def call() -> None:
        while True:
            await trio.sleep(1)

    for way in (knock, ring):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(way)
    for way in (call,):
        print(way)
