import asyncio


def start():
    return asyncio.create_task(run())


def start_named(name):
    task = asyncio.create_task(run())
    task.set_name(name)
    return task


def all_of_them(count):
    for _ in range(count):
        yield asyncio.create_task(run())


async def main():
    inner = _start()
    await inner


def _start():
    return asyncio.create_task(run())


async def run():
    pass
