"""Items that fail to close are skipped as before, with and without a logger."""

import logging


class Item:
    def __init__(self, fails):
        self.fails = fails

    def close(self):
        if self.fails:
            raise OSError("busy")


def scenario_with_logger(module):
    pool = module.Pool(logging.getLogger("pool"))
    pool._idle = [Item(True), Item(False)]
    return pool.evict()


def scenario_without_logger(module):
    pool = module.Pool()
    pool._idle = [Item(True), Item(False)]
    return pool.evict()


LOGGED = {"with_logger": [("DEBUG", "Failed to close item in Pool.evict [OSError]")]}
