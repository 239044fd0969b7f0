import asyncio


async def first_answer(ask):
    while True:
        try:
            return await ask()
        except ConnectionError:
            await asyncio.sleep(1)
