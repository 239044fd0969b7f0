import asyncio
from asyncio import CancelledError
from contextlib import suppress


async def goes_on(queue):
    while True:
        try:
            print(await queue.get())
        except CancelledError:
            continue


async def everything(queue):
    while True:
        try:
            print(await queue.get())
        except BaseException as error:
            print(error)


async def bare(queue):
    while True:
        try:
            print(await queue.get())
        except:
            pass


async def in_a_tuple(queue):
    while True:
        try:
            print(await queue.get())
        except (asyncio.CancelledError, Exception) as error:
            print(error)


async def suppressed():
    while True:
        with suppress(CancelledError):
            await asyncio.sleep(60)
        print("beat")


async def all_suppressed():
    while True:
        with suppress(BaseException):
            await asyncio.sleep(60)


async def taken_back(queue):
    while True:
        try:
            print(await queue.get())
        finally:
            continue


async def only_a_sentinel_ends_it(queue):
    while True:
        try:
            job = await queue.get()
        except asyncio.CancelledError:
            continue
        if job is None:
            break
