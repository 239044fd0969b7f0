"""Shows a clock."""

from case import Clock


def show(clock: Clock) -> str:
    clock.tick()
    return str(clock.count())
