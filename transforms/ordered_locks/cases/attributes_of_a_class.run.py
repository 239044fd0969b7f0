"""The locks are what they were, and know their names besides."""


def names(quay):
    locks = (quay.shared, quay._table_lock, quay._crane_lock, quay._gate, quay._named, quay._all)
    return [getattr(lock, "name", None) for lock in locks]


async def scenario_names(module):
    module.Quay.prepare()
    quay = module.Quay(None)
    quay.open()
    return names(quay)


async def scenario_still_excludes(module):
    quay = module.Quay(None)
    async with quay._table_lock:
        held = quay._table_lock.locked()
    await quay.move()
    return held, quay._table_lock.locked()


ATTRIBUTES = ("shared", "_table_lock", "_crane_lock", "_gate", "_named", "_all")
CHANGED = {"names": (("returned", [None] * 6), ("returned", [f"Quay.{name}" for name in ATTRIBUTES]))}
