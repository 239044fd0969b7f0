import asyncio

_jobs = []
WATCH = None


class Owner:
    def __init__(self):
        self._task = None
        self._by_name = {}
        self._all = set()

    def start(self, name):
        self._task = asyncio.create_task(run())
        self._by_name[name] = asyncio.create_task(run())
        self._all.add(asyncio.ensure_future(run()))
        _jobs.append(asyncio.create_task(run()))
        self._by_name.update({n: asyncio.create_task(run()) for n in "ab"})
        self._pair = (asyncio.create_task(run()), 1)

    def watch(self):
        global WATCH
        WATCH = asyncio.create_task(run())
        if (first := asyncio.create_task(run())) is not None:
            first.cancel()
        keep(asyncio.create_task(run()))


def keep(task):
    _jobs.append(task)


async def run():
    pass
