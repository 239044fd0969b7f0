import asyncio

RUNNING = set()


def later(job):
    task = asyncio.create_task(work(job))
    RUNNING.add(task)
    # Gone as soon as it is done.
    task.add_done_callback(RUNNING.discard)
    return len(RUNNING)


async def work(job):
    await job()
