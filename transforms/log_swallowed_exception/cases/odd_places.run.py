"""Under a lock, in a loop, in a wrapper, at import and in a finaliser: what follows is as before."""

import asyncio


class Settings:
    broken = False

    def load(self):
        if self.broken:
            raise OSError("no file")

    def register(self, name):
        if self.broken:
            raise KeyError(name)


settings = Settings()
MODULES = {"relay": {"settings": settings}}


class Lock(asyncio.Lock):
    """It can be dropped, so that a box ends without an error."""

    def drop(self):
        pass


class Part:
    def __init__(self, rank):
        self.rank = rank


class Row:
    order = None

    def __init__(self, error=None, ranks=(2, 1)):
        self.error = error
        self.parts = [Part(rank) for rank in ranks]
        self.stored = False

    async def store(self):
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        self.stored = True

    def seen(self):
        return self.stored, self.order and [part.rank for part in self.order]


def box_of(module):
    box = module.Box()
    box._lock = Lock()
    return box


async def scenario_put(module):
    box, row = box_of(module), Row(OSError("full"))
    return await box.put(row), row.seen(), box._lock.locked()


async def scenario_put_works(module):
    box, row = box_of(module), Row()
    return await box.put(row), row.seen(), box._lock.locked()


async def scenario_put_all(module):
    rows = [Row(), Row(OSError("full")), Row(ranks=(1, "a")), Row()]
    return await box_of(module).put_all(rows), [row.seen() for row in rows]


def scenario_wrapper(module):
    calls = []

    @module.patient
    def divide(*numbers):
        calls.append(numbers)
        return numbers[0] / numbers[1]

    return divide(1, 0), divide(1, 2), calls, divide.__name__


def scenario_import(module):
    settings.broken = True
    try:
        module.__loader__.exec_module(module)
    finally:
        settings.broken = False
    return hasattr(module.Box, "put")


def scenario_finaliser(module):
    module.Box()


LOGGED = {
    "put": [("WARNING", "row.store() failed in Box.put [OSError]")],
    "put_all": [
        ("WARNING", "Failed between sorted() and row.store() in Box.put_all [OSError]"),
        ("WARNING", "Failed between sorted() and row.store() in Box.put_all [TypeError]"),
    ],
    "wrapper": [("WARNING", "function() failed in patient.wrapper [ZeroDivisionError]")],
    "import": [
        ("WARNING", "settings.load() failed at import [OSError]"),
        ("WARNING", "settings.register() failed in Box [KeyError]"),
    ],
    "finaliser": [("WARNING", "self._lock.drop() failed in Box.__del__ [AttributeError]")],
}
