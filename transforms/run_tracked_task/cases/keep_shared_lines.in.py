import asyncio


def main(ready):
    print("go"); asyncio.create_task(run())
    asyncio.create_task(run()); print("gone")
    if ready: print("now"); asyncio.create_task(run())
    (
        asyncio.create_task(run())
        .add_done_callback(print)
    )
    _ = \
        asyncio.create_task(run()); del _


async def run():
    pass
