import asyncio


class Hub:
    def __init__(self):
        self._jobs = set()
        self._open = set()
        self._named = {}

    def start(self, job):
        self._jobs.add(asyncio.create_task(self._run(job)))

    def start_named(self, name, job):
        self._named[name] = asyncio.create_task(self._run_named(name, job))

    def start_carelessly(self, job):
        self._open.add(asyncio.create_task(self._run_carelessly(job)))

    async def _run(self, job):
        me = asyncio.current_task()
        try:
            await job()
        finally:
            self._jobs.discard(me)

    async def _run_named(self, name, job):
        try:
            await job()
        finally:
            self._named.pop(name, None)

    async def _run_carelessly(self, job):
        await job()
        self._open.discard(asyncio.current_task())
