import asyncio
import time


async def sleep_in_the_try(probe):
    while True:
        try:
            await probe()
            await asyncio.sleep(60)
        except Exception as error:
            print(error)


async def sleep_skipped_by_continue(probe):
    while True:
        try:
            await probe()
        except Exception:
            print("failed")
            continue
        await asyncio.sleep(60)


async def never_suspends_when_it_fails(load, send):
    while True:
        try:
            rows = load()
        except Exception:
            continue
        await send(rows)


async def sleeps_before(probe):
    while True:
        await asyncio.sleep(60)
        try:
            await probe()
        except Exception as error:
            print(error)


async def sleeps_in_the_handler(probe):
    while True:
        try:
            await probe()
            await asyncio.sleep(60)
        except Exception as error:
            print(error)
            await asyncio.sleep(60)


async def sleeps_after(probe):
    while True:
        try:
            await probe()
        except Exception as error:
            print(error)
        await asyncio.sleep(60)


async def waits_first(queue, handle):
    while True:
        try:
            handle(await queue.get())
            await asyncio.sleep(1)
        except Exception as error:
            print(error)


async def gives_up(probe):
    failures = 0
    while True:
        try:
            await probe()
            await asyncio.sleep(60)
        except Exception:
            failures += 1
            if failures > 3:
                raise
