"""However the event is found, the wait for it ends."""

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


def item(module):
    seats = module.Seats()
    seats._event_of(1)
    return seats.item(1), seats._events[1].set, lambda: sorted(seats._events)


wait("item", item, [1])


def got(module):
    seats = module.Seats()
    seats._event_of(1)
    return seats.got(1), seats._events[1].set, lambda: sorted(seats._events)


wait("got", got, [1])


def lazily(module):
    seats = module.Seats()
    return seats.lazily(1), lambda: seats._lazy[1].set(), lambda: sorted(seats._lazy)


wait("lazily", lazily, [1])


def narrowed(module):
    seats = module.Seats(asyncio.Event())
    return seats.narrowed(), seats._maybe.set, lambda: None


wait("narrowed", narrowed)


def declared(module):
    seats = module.Seats()
    return seats.declared(), seats._changed.set, lambda: None


wait("declared", declared)


def other_class(module):
    seats = module.Seats()
    return seats.through_another_class(), seats._slot.taken.set, lambda: None


wait("other_class", other_class)


def getter(module):
    seats = module.Seats()
    return seats.from_a_getter(1), lambda: seats._events[1].set(), lambda: sorted(seats._events)


wait("getter", getter, [1])


def each(module):
    seats = module.Seats()
    seats._event_of(1)
    return seats.each(), seats._events[1].set, lambda: None


wait("each", each)
