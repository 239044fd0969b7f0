import asyncio


class Keeper:
    def __init__(self):
        self._tasks = set()

    def create_task(self, coro):
        task = asyncio.create_task(coro)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


class Giver:
    def create_task(self, coro):
        return asyncio.get_running_loop().create_task(coro)


class Loser:
    def create_task(self, coro):
        asyncio.create_task(coro)


class Waiter:
    async def create_task(self, coro):
        return asyncio.create_task(coro)


class Relay:
    def __init__(self, keeper: Keeper):
        self._keeper = keeper

    def create_task(self, coro):
        return self._keeper.create_task(coro)


class Todo:
    def create_task(self, title):
        return {"title": title}


def spawn(coro):
    return asyncio.ensure_future(coro)
