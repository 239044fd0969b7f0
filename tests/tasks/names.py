"""Tasks in names: every line with `# task:` says who owns the task it starts, and who ends it."""

import asyncio


async def tick():
    await asyncio.sleep(1)


async def cancelled_here():
    task = asyncio.create_task(tick())  # task: owner=watched cancelled=cancelled_here
    await asyncio.sleep(0)
    task.cancel()


async def awaited_here():
    await asyncio.create_task(tick())  # task: owner=awaited awaited=awaited_here


async def either_branch(urgent):
    if urgent:
        task = asyncio.create_task(tick())  # task: owner=watched cancelled=either_branch
    else:
        task = asyncio.create_task(asyncio.sleep(0))  # task: owner=watched cancelled=either_branch
    task.cancel()


async def bound_again():
    task = asyncio.create_task(tick())  # task: owner=awaited awaited=bound_again
    await task
    task = asyncio.create_task(tick())  # task: owner=watched cancelled=bound_again
    task.cancel()


async def in_turns():
    task = None
    while True:
        if task is not None:
            task.cancel()
        task = asyncio.create_task(tick())  # task: owner=watched cancelled=in_turns
        await asyncio.sleep(1)


async def swapped():
    task = asyncio.create_task(tick())  # task: owner=watched cancelled=swapped
    old, task = task, None
    old.cancel()


async def several():
    tasks = [asyncio.create_task(tick()) for _ in range(3)]  # task: owner=awaited cancelled=several awaited=several
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def by_key():
    tasks = {"a": asyncio.create_task(tick())}  # task: owner=watched cancelled=by_key
    for name, task in tasks.items():
        print(name)
        task.cancel()


async def one_of_them():
    first, second = asyncio.create_task(tick()), asyncio.create_task(tick())  # task: owner=watched cancelled=one_of_them
    second.cancel()


async def in_a_closure(loop):
    task = asyncio.create_task(tick())  # task: owner=watched cancelled=in_a_closure.stop

    def stop():
        task.cancel()

    loop.add_signal_handler(15, stop)


async def asked_only():
    task = asyncio.create_task(tick())  # task: owner=watched
    await asyncio.sleep(1)
    print(task.done())


async def told_in_vain():
    task = asyncio.create_task(tick())  # task: owner=watched refused=told_in_vain
    task.set_result(None)


async def grouped():
    async with asyncio.TaskGroup() as group:
        group.create_task(tick())  # task: owner=task-group cancelled=group


async def dropped():
    asyncio.create_task(tick())  # task: owner=nobody


def elsewhere(loop):
    asyncio.run_coroutine_threadsafe(tick(), loop).result()  # task: owner=watched awaited=elsewhere


async def _cancel(task, *, why):
    print(why)
    task.cancel()


async def handed_on():
    task = asyncio.create_task(tick())  # task: owner=passed-on cancelled=_cancel
    await _cancel(task, why="late")


async def handed_out_of_sight(registry):
    registry.keep(asyncio.create_task(tick()))  # task: owner=passed-on unknown


def started():
    return asyncio.create_task(tick())  # task: owner=returned cancelled=only_caller


async def only_caller():
    task = started()
    task.cancel()


async def waited_in_part():
    tasks = {asyncio.create_task(tick())}  # task: owner=awaited awaited=waited_in_part cancelled=waited_in_part
    done, pending = await asyncio.wait(tasks, timeout=1)
    print(done)
    for task in pending:
        task.cancel()


async def read_when_done():
    task = asyncio.create_task(tick())  # task: owner=awaited
    await asyncio.sleep(1)
    if task.done():
        await task


async def made_by_its_class(loop):
    task = asyncio.Task(tick(), loop=loop)  # task: owner=watched cancelled=made_by_its_class
    task.cancel()


async def no_task_of_a_future(loop):
    await asyncio.ensure_future(loop.run_in_executor(None, print))
    future = asyncio.ensure_future(resolved(loop))
    await future


def resolved(loop):
    future = loop.create_future()
    future.set_result(1)
    return future


class Task:
    def __init__(self, work):
        self.work = work


def other_tasks():
    Task(tick)


async def mapped(coroutines):
    tasks = list(map(asyncio.ensure_future, coroutines))  # task: owner=awaited awaited=mapped
    await asyncio.gather(*tasks)
