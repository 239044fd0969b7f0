import asyncio


class Keeper:
    def __init__(self):
        self._tasks = set()

    def create_task(self, coro):
        task = asyncio.create_task(coro)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def start(self):
        self.create_task(run())


def spawn(coro):
    return asyncio.create_task(coro)


def start():
    spawn(run())
    return spawn(run())


class Todo:
    def create_task(self, title):
        return {"title": title}

    async def spawn(self, title):
        return asyncio.create_task(run())

    async def main(self):
        self.create_task("buy milk")
        await self.spawn("x")


async def run():
    pass
