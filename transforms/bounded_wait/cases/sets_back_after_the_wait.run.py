"""What stands behind the wait is skipped by the TimeoutError, as it was by a cancellation."""

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


def pass_through(module):
    gate = module.Turnstile()
    return gate.pass_through(), gate._free.set, lambda: gate._waiting


wait("pass_through", pass_through, 1)


def sleep(module):
    gate = module.Turnstile()
    return gate.sleep(), gate._free.set, lambda: (gate._asleep, gate._free.is_set())


wait("sleep", sleep, (True, False))


def held(module):
    gate = module.Turnstile()
    return gate.held(), gate._free.set, gate._lock.locked


wait("held", held, True)


def counted(module):
    gate = module.Turnstile()
    return gate.counted(), gate._free.set, lambda: None


wait("counted", counted)


def protected(module):
    gate = module.Turnstile()
    return gate.protected(), gate._free.set, lambda: gate._waiting


wait("protected", protected, 0)
