"""What leaves in between lets go of the lock."""


async def scenario_to_the_end(case):
    feed = case.Feed()
    await feed.add("a")
    return await feed.first(), [row async for row in feed.each()], feed._lock.locked()


async def scenario_returns(case):
    feed = case.Feed()
    return await feed.first(), feed._lock.locked()


async def scenario_raises(case):
    feed = case.Feed()
    feed.rows = ["a"]
    try:
        await feed.add("a")
        left = None
    except ValueError as error:
        left = str(error)
    return left, feed._lock.locked()


async def scenario_stops_listening(case):
    feed = case.Feed()
    feed.rows = ["a", "b"]
    rows = feed.each()
    first = await rows.__anext__()
    held = feed._lock.locked()
    await rows.aclose()
    return first, held, feed._lock.locked()


CHANGED = {
    "returns": (("returned", (None, True)), ("returned", (None, False))),
    "raises": (("returned", ("a", True)), ("returned", ("a", False))),
    "stops_listening": (("returned", ("a", True, True)), ("returned", ("a", True, False))),
}
