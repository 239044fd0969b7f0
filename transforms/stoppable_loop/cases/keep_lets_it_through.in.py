import asyncio


async def raised(queue):
    while True:
        try:
            print(await queue.get())
        except asyncio.CancelledError:
            print("cancelled")
            raise
        except BaseException:
            print("failed")


async def only_exceptions(queue):
    while True:
        try:
            print(await queue.get())
        except Exception:
            print("failed")


async def asked(queue):
    while True:
        try:
            print(await queue.get())
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError):
                raise
            print("failed")


async def left(queue):
    while True:
        try:
            print(await queue.get())
        except asyncio.CancelledError:
            break


async def shielded(queue):
    while True:
        print(await asyncio.shield(queue.get()))
        await asyncio.wait([queue.task])
        await asyncio.gather(queue.get(), return_exceptions=True)


async def main(queue):
    await asyncio.gather(raised(queue), only_exceptions(queue), asked(queue), left(queue), shielded(queue))


asyncio.run(main(asyncio.Queue()))
