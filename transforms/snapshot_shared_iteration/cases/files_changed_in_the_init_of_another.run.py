"""A watcher that is made meanwhile adds itself."""


async def run(case, late):
    import watcher

    state = case.State()
    watcher.Watcher(state)

    async def send(one):
        if late:
            watcher.Watcher(state)

    return await state.tell(send)


async def scenario_quiet(case):
    return await run(case, False)


async def scenario_late(case):
    return await run(case, True)


CHANGED = {"late": (("raised", "RuntimeError", "Set changed size during iteration"), ("returned", 1))}
