"""Each failing turn is logged; the others are seen as before."""


class Source:
    def __init__(self):
        self.turn = 0
        self.open = True

    async def look(self):
        self.turn += 1
        self.open = self.turn < 3
        if self.turn % 2:
            raise OSError(self.turn)
        return self.turn


async def scenario_watch(module):
    watcher = module.Watcher()
    await watcher.watch(Source(), 3)
    return watcher.errors, watcher.seen


async def scenario_watch_fast(module):
    watcher = module.Watcher()
    await watcher.watch_fast(Source())
    return watcher.errors, watcher.seen


LOGGED = {
    "watch": [("WARNING", "source.look() failed in Watcher.watch [OSError]")] * 2,
    "watch_fast": [("WARNING", "source.look() failed in Watcher.watch_fast [OSError]")] * 2,
}
