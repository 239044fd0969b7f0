import asyncio

history = []


class Hub:
    def __init__(self):
        self._jobs = set()
        self._by_name = {}
        self._ending = []

    def start(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)

    def start_named(self, name, job):
        self._by_name[name] = asyncio.create_task(job())

    def end(self, job):
        self._ending.append(asyncio.create_task(job()))

    async def stop(self):
        for task in self._ending:
            task.cancel()
        self._ending.clear()

    def __len__(self):
        return len(self._jobs) + len(self._by_name)


def note(job):
    history.append(asyncio.create_task(job()))
