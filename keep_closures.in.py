import asyncio


def start(names):
    task = None

    def restart():
        nonlocal task
        task = asyncio.create_task(run())

    watcher = asyncio.create_task(run())

    async def stop():
        watcher.cancel()
        if task is not None:
            task.cancel()

    return restart, stop


def start_later():
    return [lambda name: names_of(asyncio.create_task(run()), name)]


def names_of(task, name):
    return {name: task}


async def run():
    pass
