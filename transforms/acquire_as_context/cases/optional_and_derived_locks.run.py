"""Entering a lock that is made of asyncio's one goes through its own acquire."""


async def write(row):
    if row == "bad":
        raise OSError(row)
    return row


async def scenario_writes(case):
    store = case.Store()
    store.open()
    await store.put("a", write)
    await store.count("b", write)
    await store.name("c", write)
    return store.rows, store._counting.taken, store._named.locked()


async def scenario_fails(case):
    store = case.Store()
    store.open()
    for put in [store.put, store.count, store.name]:
        try:
            await put("bad", write)
        except OSError:
            pass
    return store._late.locked(), store._counting.locked(), store._named.locked()


async def scenario_not_open(case):
    store = case.Store()
    try:
        await store.put("a", write)
    except Exception as error:
        return type(error).__name__


CHANGED = {
    "fails": (("returned", (True, True, True)), ("returned", (False, False, False))),
    "not_open": (("returned", "AttributeError"), ("returned", "TypeError")),
}
