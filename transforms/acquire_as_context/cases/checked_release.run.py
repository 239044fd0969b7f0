"""A failed line lets go of the lock; a stop that forces its way in behaves as before."""

import asyncio


async def scenario_draws_and_stops(case):
    async def line():
        return "x"

    screen = case.Screen()
    await screen.draw(line)
    await screen.stop()
    return screen.lines, screen._draws.locked()


async def scenario_stops_in_between(case):
    gate = asyncio.Event()

    async def line():
        await gate.wait()
        return "x"

    screen = case.Screen()
    drawing = asyncio.create_task(screen.draw(line))
    await asyncio.sleep(0)
    await screen.stop()
    gate.set()
    await drawing
    return screen.lines, screen._draws.locked()


async def scenario_line_fails(case):
    async def line():
        raise OSError("gone")

    screen = case.Screen()
    try:
        await screen.draw(line)
    except OSError:
        pass
    return screen.lines, screen._draws.locked()


CHANGED = {"line_fails": (("returned", ([], True)), ("returned", ([], False)))}
