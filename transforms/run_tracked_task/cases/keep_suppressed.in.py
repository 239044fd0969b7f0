import asyncio


def start():
    asyncio.create_task(run())  # amends: ignore[AM504] it lives for one turn of the loop
    # amends: ignore[AM504] the loop's debug mode watches it
    asyncio.create_task(
        run(),
    )


async def run():
    pass
