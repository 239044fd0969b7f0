import asyncio

from case import Sweeper


async def main() -> None:
    sweeper = Sweeper()
    sweeper.start()
    await sweeper.stop()


asyncio.run(main())
