"""None where the source or the cache fails, else a copy of the cache."""


class Source:
    def __init__(self, rows):
        self.rows = rows

    def fetch(self):
        return self.rows[0]


def scenario_source_fails(module):
    cache = {"a": 1}
    return module.refresh(cache, Source([])), cache


def scenario_cache_fails(module):
    cache = {"a": 1}
    return module.refresh(cache, Source([7])), cache


def scenario_works(module):
    cache = {"a": 1}
    return module.refresh(cache, Source([{"b": 2}])), cache


LOGGED = {
    "source_fails": [("WARNING", "cache.update() failed in refresh [IndexError]")],
    "cache_fails": [("WARNING", "cache.update() failed in refresh [TypeError]")],
}
