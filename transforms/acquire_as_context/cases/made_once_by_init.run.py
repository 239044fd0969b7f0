"""The lock is free after a fill that succeeds."""


async def scenario_fills(module):
    async def source():
        return [1, 2]

    store = module.Store()
    await store.fill(source)
    return store.rows, store._lock.locked()
