"""Callables that raise: nothing gets out, and the depth stays as it was."""


def bad(*given):
    raise ValueError(given)


async def scenario_fails(module):
    feed = module.Feed(bad, bad)
    feed.publish("row")
    await feed.measure()
    feed.each(["row"], bad)
    feed.each([], bad)
    return hasattr(feed, "depth")


LOGGED = {
    "fails": [
        ("ERROR", "Callback self.announce(row) failed in Feed.publish [ValueError]"),
        ("ERROR", "Callback self._probe() failed in Feed.measure [ValueError]"),
        ("ERROR", "Callback visit(...), or what goes with it, failed in Feed.each [ValueError]"),
        ("ERROR", "Callback visit(...), or what goes with it, failed in Feed.each [IndexError]"),
    ]
}
