from case import Store


async def read(store: Store):
    await store.open.wait()
