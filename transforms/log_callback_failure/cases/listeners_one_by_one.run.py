"""One listener of three raises: the others are told, and the count is as before."""


def scenario_one_raises(module):
    told = []

    def bad(event):
        raise ValueError(event)

    hub = module.Hub()
    hub._listeners = [told.append, bad, told.append]
    return hub.tell("x"), told


async def scenario_kinds(module):
    told = []

    async def good(event):
        told.append(event)

    async def bad(event):
        raise ValueError(event)

    hub = module.Hub()
    hub._kind_handlers = {"k": [bad, good, told.append]}
    await hub.tell_kind("k", "x")
    return told


LOGGED = {
    "one_raises": [("ERROR", "Callback listener(event) failed in Hub.tell [ValueError]")],
    "kinds": [("ERROR", "Callback each(event) failed in Hub.tell_kind [ValueError]")],
}
