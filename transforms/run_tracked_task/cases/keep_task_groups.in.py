import asyncio

import anyio


class Pool:
    def __init__(self, group: asyncio.TaskGroup, task_group):
        self._group = group
        self._task_group = task_group

    def add(self):
        self._group.create_task(run())
        self._task_group.create_task(run())


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(run())
        for _ in range(3): tg.create_task(run())
    async with anyio.create_task_group() as workers:
        workers.create_task(run())


async def run():
    pass
