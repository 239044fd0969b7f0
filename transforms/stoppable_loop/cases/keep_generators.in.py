import asyncio


async def ticks():
    while True:
        yield "tick"
        await asyncio.sleep(1)


async def stubborn():
    while True:
        try:
            yield "tock"
        except BaseException:
            print("still here")
