"""However the event is found, the wait for it ends."""

import asyncio

from waits import wait


def item(module):
    seats = module.Seats()
    seats._event_of(1)
    return seats.item(1), seats._events[1].set, lambda: sorted(seats._events)


wait(globals(), "item", item, [1])


def got(module):
    seats = module.Seats()
    seats._event_of(1)
    return seats.got(1), seats._events[1].set, lambda: sorted(seats._events)


wait(globals(), "got", got, [1])


def lazily(module):
    seats = module.Seats()
    return seats.lazily(1), lambda: seats._lazy[1].set(), lambda: sorted(seats._lazy)


wait(globals(), "lazily", lazily, [1])


def narrowed(module):
    seats = module.Seats(asyncio.Event())
    return seats.narrowed(), seats._maybe.set, lambda: None


wait(globals(), "narrowed", narrowed)


def declared(module):
    seats = module.Seats()
    return seats.declared(), seats._changed.set, lambda: None


wait(globals(), "declared", declared)


def other_class(module):
    seats = module.Seats()
    return seats.through_another_class(), seats._slot.taken.set, lambda: None


wait(globals(), "other_class", other_class)


def getter(module):
    seats = module.Seats()
    return seats.from_a_getter(1), lambda: seats._events[1].set(), lambda: sorted(seats._events)


wait(globals(), "getter", getter, [1])


def each(module):
    seats = module.Seats()
    seats._event_of(1)
    return seats.each(), seats._events[1].set, lambda: None


wait(globals(), "each", each)
