"""Objects that fill themselves at run time."""

import asyncio


class Loose:
    """Takes whatever it is given."""

    def __init__(self, **options):
        for name, value in options.items():
            setattr(self, name, value)

    def use(self):
        self.latch.set()  #: type `self.latch` = ?
        self.start()  #: callee `self.start` = ?


class Tuned:
    def __init__(self):
        self.latch = asyncio.Event()
        self.steps = []

    def tune(self, name, value):
        setattr(self, name, value)

    def use(self):
        self.latch.set()  #: type `self.latch` = ?
        self.steps[0].go()  #: callee `self.steps[0].go` = ?


class Poured:
    def __init__(self, options):
        self.queue = asyncio.Queue()
        self.__dict__.update(options)

    async def use(self):
        await self.queue.join()  #: type `self.queue` = ?


class Proxy:
    """Hands everything on."""

    def __init__(self, inner):
        self._inner = inner

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def own(self) -> None:
        print("own")


class Events:
    def __getattr__(self, name: str) -> asyncio.Event:
        return asyncio.Event()


def drive(proxy: Proxy, events: Events) -> None:
    proxy.flush()  #: callee `proxy.flush` = ?
    print(proxy.lock)  #: lock `proxy.lock` = ?
    print(proxy.queue)  #: type `proxy.queue` = ?
    proxy.own()  #: callee `proxy.own` = fog.settings.Proxy.own
    events.started.set()  #: type `events.started` = asyncio.Event
