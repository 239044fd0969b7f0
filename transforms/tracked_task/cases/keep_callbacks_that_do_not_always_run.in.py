import asyncio


class Hub:
    def __init__(self):
        self._jobs = set()

    def now_and_then(self, job, tell):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        if tell:
            task.add_done_callback(self._jobs.discard)

    def either_way(self, job, tell):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        if tell:
            task.add_done_callback(self._told)
        else:
            task.add_done_callback(self._jobs.discard)

    def together(self, job, tell):
        task = asyncio.create_task(job())
        if tell:
            self._jobs.add(task)
            task.add_done_callback(self._jobs.discard)

    def raising(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(self._raised)

    def asked(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(self._asked)

    def asked_with_care(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(self._asked_with_care)

    def at_last(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(self._at_last)

    def first(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(self._told)

    def _told(self, task):
        self._jobs.discard(task)
        print(task.result())

    def _raised(self, task):
        print(task.result())
        self._jobs.discard(task)

    def _asked(self, task):
        if task.exception():
            print("failed")
        self._jobs.discard(task)

    def _asked_with_care(self, task):
        if not task.cancelled() and task.exception():
            print("failed")
        self._jobs.discard(task)

    def _at_last(self, task):
        try:
            print(task.result())
        finally:
            self._jobs.discard(task)
