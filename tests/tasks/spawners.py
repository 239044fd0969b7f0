"""Tasks that a project's own spawner keeps or returns."""

import asyncio


async def job():
    await asyncio.sleep(1)


class Keeper:
    def __init__(self):
        self._all = set()

    def spawn(self, coro):
        task = asyncio.create_task(coro)  # task: owner=stored cancelled=Keeper.close unknown
        self._all.add(task)
        return task

    def close(self):
        for task in self._all:
            task.cancel()


class Loose:
    def __init__(self):
        self._all = set()

    def spawn(self, coro):
        task = asyncio.create_task(coro)  # task: owner=stored
        self._all.add(task)
        task.add_done_callback(self._all.discard)


def use(keeper: Keeper, loose: Loose):
    keeper.spawn(job())  # task: owner=spawner-keeps cancelled=Keeper.close
    keeper.spawn(job())  # task: owner=spawner-keeps cancelled=Keeper.close
    loose.spawn(job())  # task: owner=spawner-keeps


def unknown(thing):
    thing.create_task(job())  # task: owner=spawner-unknown


class Desk:
    def __init__(self, keeper: Keeper):
        self._keeper = keeper
        self._last = None

    def create_task(self, coro):
        self._last = self._keeper.spawn(coro)  # task: owner=spawner-keeps cancelled=Desk.cancel,Keeper.close

    def cancel(self):
        self._last.cancel()

    def begin(self):
        self.create_task(job())  # task: owner=spawner-keeps cancelled=Desk.cancel,Keeper.close
