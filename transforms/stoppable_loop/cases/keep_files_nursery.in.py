import trio


async def beat() -> None:
    while True:
        await trio.sleep(1)


async def main() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(beat)


trio.run(main)
