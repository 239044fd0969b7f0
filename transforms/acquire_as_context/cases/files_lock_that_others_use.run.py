"""What fails lets go of the gate, for the other file too."""

import asyncio


async def check(name):
    if name == "bad":
        raise ValueError(name)


async def failing(name):
    raise OSError(name)


async def scenario_brings(case):
    import clerk

    stock = case.Stock()
    await stock.bring("tea", check)
    await stock.sign(check)
    await stock.sort(check)
    return await clerk.count(stock), await clerk.busy(stock), stock.shelf.locked()


async def scenario_fails(case):
    import clerk

    stock = case.Stock()
    left = []
    for call in [stock.bring("bad", check), stock.sign(failing), stock.sort(failing)]:
        try:
            await call
        except (ValueError, OSError) as error:
            left.append(str(error))
    try:
        count = await asyncio.wait_for(clerk.count(stock), 0.05)
    except asyncio.TimeoutError:
        count = "hangs"
    return left, count, stock._desk.locked(), stock.shelf.locked()


CHANGED = {
    "fails": (
        ("returned", (["bad", "desk", "shelf"], "hangs", True, True)),
        ("returned", (["bad", "desk", "shelf"], 0, False, False)),
    ),
}
