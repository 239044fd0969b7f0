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


def scenario_forever(module):
    told = []

    class Source:
        events = ["x"]

        def take(self):
            return self.events.pop()

    def bad(event):
        raise ValueError(event)

    hub = module.Hub()
    hub._listeners = [bad, told.append]
    try:
        hub.tell_forever(Source())
    except IndexError:
        return told


def scenario_end(module):
    told = []

    def bad(event):
        raise ValueError(event)

    hub = module.Hub()
    hub._listeners = [told.append, bad, told.append]
    return hub.end(), told, hub._listeners


LOGGED = {
    "one_raises": [("ERROR", "Callback listener(event) failed in Hub.tell [ValueError]")],
    "kinds": [("ERROR", "Callback each(event) failed in Hub.tell_kind [ValueError]")],
    "forever": [("ERROR", "Callback hook(event) failed in Hub.tell_forever [ValueError]")],
    "end": [("ERROR", "Callback hook(...) failed in Hub.end [ValueError]")],
}
