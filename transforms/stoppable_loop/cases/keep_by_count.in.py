import asyncio
import itertools


async def dial(connect):
    attempts = 0
    while True:
        try:
            return await connect()
        except OSError:
            attempts += 1
            if attempts >= 5:
                raise
        await asyncio.sleep(attempts)


async def dial_again(connect):
    for attempt in itertools.count(1):
        if await connect():
            print("connected")
        if attempt > 3:
            raise ConnectionError("gave up")


async def page(fetch):
    number = 0
    while True:
        await fetch(number)
        number = number + 1
        if number == 40:
            break
