import asyncio
import logging

logger = logging.getLogger(__name__)


def _report(task):
    if not task.cancelled() and task.exception() is not None:
        logger.error("A job failed", exc_info=task.exception())


def report_failures(task, name):
    task.set_name(name)
    task.add_done_callback(_report)


def forget_all(tasks):
    for task in tasks:
        task.add_done_callback(_report)


async def wait_for_it(task, seconds):
    await asyncio.wait({task}, timeout=seconds)


class Office:
    def __init__(self):
        self._jobs = []

    def keep(self, task):
        self._jobs.append(task)

    def only_named(self, task):
        task.set_name("job")

    @staticmethod
    def print_name(prefix, task):
        print(prefix, task.get_name())

    async def work(self, job):
        watched = asyncio.create_task(job())
        report_failures(watched, "work")
        kept = asyncio.create_task(job())
        self.keep(kept)
        named = asyncio.create_task(job())
        self.only_named(task=named)
        printed = asyncio.create_task(job())
        self.print_name("job", printed)
        waited = asyncio.create_task(job())
        await wait_for_it(waited, 3)
        tasks = [asyncio.create_task(job()) for _ in range(3)]
        forget_all(tasks)
        unknown = asyncio.create_task(job())
        job.register(unknown)


async def looped(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    for task in tasks:
        task.add_done_callback(_report)


async def looped_and_awaited(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    for task in tasks:
        await task


def ended_before_they_begin(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    for task in tasks:
        task.set_name("job")
        task.cancelled()
