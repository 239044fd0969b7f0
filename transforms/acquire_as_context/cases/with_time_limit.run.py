"""The time limit of the acquire stays; what fails behind it lets go of the key."""

import asyncio


async def failing(*given):
    raise OSError("stuck")


async def fine(*given):
    return given


async def outcome(coroutine):
    try:
        return await coroutine
    except (OSError, asyncio.TimeoutError) as error:
        return type(error).__name__


async def scenario_opens(case):
    door = case.Door()
    return await door.open(fine), await door.peek(fine), await door.answer(fine), door._key.locked()


async def scenario_too_late(case):
    door = case.Door()
    await door._key.acquire()
    left = await outcome(door.open(fine)), await outcome(door.peek(fine))
    return left, door._key.locked()


async def scenario_open_fails(case):
    door = case.Door()
    return await outcome(door.open(failing)), door._key.locked()


async def scenario_peek_fails(case):
    door = case.Door()
    return await outcome(door.peek(failing)), door._key.locked()


async def scenario_answer_fails(case):
    door = case.Door()
    return await outcome(door.answer(failing)), door._key.locked()


CHANGED = {
    name: (("returned", ("OSError", True)), ("returned", ("OSError", False)))
    for name in ["open_fails", "peek_fails", "answer_fails"]
}
