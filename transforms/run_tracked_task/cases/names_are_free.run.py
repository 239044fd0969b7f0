"""The tasks are kept and their failures logged once; the names that the file has keep their values."""

import asyncio
import gc
from unittest import mock

NEVER = ("ERROR", "Task exception was never retrieved")
PENDING = ("ERROR", "Task was destroyed but it is pending!")
OF_BOARD = ("ERROR", "A background task of Board failed [OSError]")
DROPPED = {
    "save_fails": [NEVER],
    "second_save_fails": [NEVER],
    "script_fails": [NEVER],
    "save_waits": [PENDING],
    "second_save_waits": [PENDING],
    "script_waits": [PENDING],
}
LOGGED = {
    "save_fails": [OF_BOARD],
    "second_save_fails": [OF_BOARD],
    "script_fails": [("ERROR", "A background task failed [TypeError]")],
}


def kept(owner):
    return len(getattr(owner, "_tracked_tasks", ()))


async def run(module, info):
    """Each save starts the next; what cannot be logged ends that."""
    board = module.Board("title")
    with mock.patch.object(module.logger, "info", side_effect=info) as logged:
        board.add("note")
        await asyncio.sleep(0.02)
    saves = [mock.call("%s: %s", "title", "note")] * len(info)
    return board.title, board._background_tasks, logged.mock_calls == saves, kept(board)


async def scenario_save_fails(module):
    return await run(module, [OSError])


async def scenario_second_save_fails(module):
    return await run(module, [None, OSError])


async def scenario_save_waits(module):
    async def waits(task):
        await asyncio.Event().wait()

    board = module.Board("title")
    board._save = waits
    board.add("note")
    await asyncio.sleep(0)
    gc.collect()
    return board._background_tasks


async def scenario_inner_sees_its_names(module):
    """The task that this save starts is cancelled before it starts the next one."""
    board = module.Board("title")
    inner = await board._save("note")
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        if task.get_coro().__name__ == "_save":
            task.cancel()
    await asyncio.sleep(0)
    return inner()


async def scenario_second_save_waits(module):
    async def waits(task):
        await asyncio.Event().wait()

    board = module.Board("title")
    save, board._save = board._save, waits
    await save("note")
    await asyncio.sleep(0)
    gc.collect()
    return board.title


async def scenario_script_waits(module):
    async def waits(delay):
        await asyncio.Event().wait()

    with mock.patch("asyncio.sleep", waits):
        module.script(asyncio.get_running_loop(), 0)
    await asyncio.sleep(0)
    gc.collect()


async def scenario_script(module):
    module.script(asyncio.get_running_loop(), 0)
    await asyncio.sleep(0.01)
    return kept(module)


async def scenario_script_fails(module):
    module.script(asyncio.get_running_loop(), "soon")
    await asyncio.sleep(0.01)
