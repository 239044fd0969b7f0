"""Tasks that start in ``__init__`` are kept and their failures logged once, also when it returns early."""

import asyncio
import gc
from unittest import mock

NEVER = ("ERROR", "Task exception was never retrieved")
PENDING = ("ERROR", "Task was destroyed but it is pending!")
OF_SESSION = ("ERROR", "A background task of Session failed [OSError]")
DROPPED = {
    "greeting_fails": [NEVER],
    "second_greeting_fails": [NEVER],
    "greeting_of_nobody_fails": [NEVER],
    "lonely_fails": [NEVER],
    "lonely_waits": [PENDING],
    "greeting_waits": [PENDING],
    "second_greeting_waits": [PENDING],
}
LOGGED = {
    "greeting_fails": [OF_SESSION],
    "second_greeting_fails": [OF_SESSION],
    "greeting_of_nobody_fails": [OF_SESSION],
    "lonely_fails": [("ERROR", "A background task failed [OSError]")],
}


def kept(owner):
    return len(getattr(owner, "_background_tasks", ()))


async def run(module, info):
    """Each greeting starts the next; what cannot be logged ends that."""
    with mock.patch.object(module.logger, "info", side_effect=info) as logged:
        session = module.Session("ann")
        await asyncio.sleep(0.02)
    greetings = [mock.call("hello %s", "ann")] * len(info)
    return session.user, session.greeted, logged.mock_calls == greetings, kept(session)


async def scenario_greeting_fails(module):
    return await run(module, [OSError])


async def scenario_second_greeting_fails(module):
    return await run(module, [None, OSError])


async def scenario_greeting_of_nobody_fails(module):
    session = module.Session()
    with mock.patch.object(module.logger, "info", side_effect=[None, OSError]):
        await session._greet()
        await asyncio.sleep(0.02)
    return session.user, hasattr(session, "greeted")


async def scenario_greeting_waits(module):
    """The set is the session's, so it keeps the task as long as somebody has the session."""

    class Waiting(module.Session):
        async def _greet(self):
            await asyncio.Event().wait()

    session = Waiting("ann")
    await asyncio.sleep(0)
    gc.collect()
    return session.greeted


async def scenario_second_greeting_waits(module):
    async def waits():
        await asyncio.Event().wait()

    session = module.Session()
    greet, session._greet = session._greet, waits
    await greet()
    await asyncio.sleep(0)
    gc.collect()
    return session.user


async def scenario_lonely(module):
    module.Lonely()
    await asyncio.sleep(0.01)
    return kept(module)


async def run_lonely(module, sleep):
    with mock.patch("asyncio.sleep", sleep):
        lonely = module.Lonely()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()
    return vars(lonely)


async def scenario_lonely_fails(module):
    async def fails(delay):
        raise OSError("gone")

    return await run_lonely(module, fails)


async def scenario_lonely_waits(module):
    async def waits(delay):
        await asyncio.Event().wait()

    return await run_lonely(module, waits)
