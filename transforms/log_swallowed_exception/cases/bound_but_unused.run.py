"""Whichever step fails, the cache is as before; a group too is one record."""


class Cache:
    ready = True

    def __init__(self, fill=None, trim=None):
        self.errors = {"fill": fill, "trim": trim}
        self.done = []

    def step(self, name):
        if self.errors[name]:
            raise self.errors[name]
        self.done.append(name)

    def fill(self):
        self.step("fill")

    def trim(self):
        self.step("trim")


def run(module, **errors):
    cache = Cache(**errors)
    return module.warm(cache), cache.done, cache.ready


def scenario_fill_fails(module):
    return run(module, fill=OSError("full"))


def scenario_trim_fails(module):
    return run(module, trim=ExceptionGroup("two", [OSError(1), ValueError(2)]))


def scenario_works(module):
    return run(module)


LOGGED = {
    "fill_fails": [("WARNING", "cache.fill() failed in warm [OSError]")],
    "trim_fails": [("WARNING", "cache.trim() failed in warm [ExceptionGroup]")],
}
