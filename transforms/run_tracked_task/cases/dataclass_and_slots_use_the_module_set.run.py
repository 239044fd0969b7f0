"""Tasks of instances that cannot take a set are kept and their failures logged once."""

import asyncio
import gc
import logging
from unittest import mock

MODULES = {"structlog": {"get_logger": lambda: logging.getLogger("structlog")}}
NEVER = ("ERROR", "Task exception was never retrieved")
PENDING = ("ERROR", "Task was destroyed but it is pending!")
DROPPED = {"job_fails": [NEVER], "cell_fails": [NEVER], "later_fails": [NEVER], "wait": [PENDING] * 3}
LOGGED = {
    "job_fails": [("ERROR", "A background task failed [AttributeError]")],
    "cell_fails": [("ERROR", "A background task failed [TypeError]")],
    "later_fails": [("ERROR", "A background task failed [OSError]")],
}


async def run_job(module, done):
    job = module.Job("a", done)
    job.start()
    await asyncio.sleep(0.01)
    return repr(job), job == module.Job("a", done), sorted(vars(job)), len(getattr(module, "_background_tasks", ()))


async def scenario_job(module):
    return await run_job(module, [])


async def scenario_job_fails(module):
    return await run_job(module, None)


async def run_cell(module, value):
    cell = module.Cell()
    cell.value = value
    cell.bump()
    await asyncio.sleep(0.01)
    return cell.value, len(getattr(module, "_background_tasks", ()))


async def scenario_cell(module):
    return await run_cell(module, 1)


async def scenario_cell_fails(module):
    return await run_cell(module, None)


async def run_later(module, sleep):
    with mock.patch("asyncio.sleep", sleep):
        module.Cell.later()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()


async def scenario_later_fails(module):
    async def fails(delay):
        raise OSError("gone")

    await run_later(module, fails)


async def scenario_wait(module):
    async def waits(*args):
        await asyncio.Event().wait()

    class WaitingCell(module.Cell):
        _bump = waits

    job = module.Job("a")
    job._run = waits
    job.start()
    WaitingCell().bump()
    await run_later(module, waits)
