"""Wherever the wait stands, it ends, and its value is the same."""

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


def returned(module):
    latch = module.Latch()
    return latch.returned(), latch._gate.set, lambda: latch.open


wait("returned", returned, False)


def parenthesised(module):
    latch = module.Latch()
    return latch.parenthesised(), latch._gate.set, lambda: latch.open


wait("parenthesised", parenthesised, False)


def conditional(module):
    latch = module.Latch()
    return latch.conditional(True), latch._gate.set, lambda: latch.open


wait("conditional", conditional, False)


def walrus(module):
    latch = module.Latch()
    return latch.walrus(), latch._gate.set, lambda: latch.open


wait("walrus", walrus, False)


def nested(module):
    latch = module.Latch()
    return latch.nested(), latch._gate.set, lambda: latch.open


wait("nested", nested, False)


def one_line(module):
    latch = module.Latch()
    return latch.one_line(False), latch._gate.set, lambda: latch.open


wait("one_line", one_line, True)


def all_of_them(module):
    event = asyncio.Event()
    module.EVENTS[:] = [event]
    return module.all_of_them(), event.set, lambda: None


wait("all_of_them", all_of_them)
