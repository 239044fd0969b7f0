"""A subclass's own wait counts as before, whether or not it ends."""

import asyncio


async def see(module, start, how):
    """How a wait ends, and the state then: what it waits for is set, it is cancelled, or half a minute passes at once."""
    loop, ahead = asyncio.get_running_loop(), 0.0
    real = loop.time
    loop.time = lambda: real() + ahead
    coroutine, let_go, state = start(module)
    task = asyncio.ensure_future(coroutine)
    await turns()
    if how == "set":
        let_go()
    elif how == "cancelled":
        task.cancel()
    else:
        ahead = 31.0
    await turns()
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
        return "waits", state()
    if task.cancelled():
        return "cancelled", state()
    error = task.exception()
    return (type(error).__name__ if error else task.result()), state()


async def turns():
    for _ in range(12):
        await asyncio.sleep(0)


CHANGED = {}


def wait(name, start, left=None):
    """The three ways for a wait; `left` is the state where it was never set."""
    for how in ("set", "cancelled", "never"):
        globals()[f"scenario_{name}_{how}"] = lambda module, how=how: asyncio.run(see(module, start, how))
    CHANGED[f"{name}_never"] = (("returned", ("waits", left)), ("returned", ("TimeoutError", left)))


def counted(module):
    gate = module.Counting()
    return gate.wait(), gate.set, lambda: gate.waits


wait("counted", counted, 1)


def enter(module):
    gate = module.Gate()
    return module.enter(gate), gate.set, lambda: gate.waits


wait("enter", enter, 0)


def enter_counted(module):
    gate = module.Counting()
    return module.enter_counted(gate), gate.set, lambda: gate.waits


wait("enter_counted", enter_counted, 1)
