"""What stands before the try skips the clean-up as before; what stands in it no longer does."""

import asyncio


class Fault:
    """Awaited, it ends well, raises, or waits until it is cancelled."""

    def __init__(self, how):
        self.how = how

    async def __call__(self, *args, **kwargs):
        await asyncio.sleep(0)
        if self.how == "hangs":
            await asyncio.Event().wait()
        if self.how == "fails":
            raise OSError("lost")


async def end(work, how):
    """How it ends; what hangs is cancelled."""
    task = asyncio.ensure_future(work)
    for _ in range(5):
        await asyncio.sleep(0)
    if how == "hangs":
        task.cancel()
    await asyncio.wait([task])
    return "cancelled" if task.cancelled() else repr(task.exception())


class Part:
    def __init__(self, how=None):
        self.stop = self.finish = self.flush = Fault(how)


async def closed(case, how, ports, server, log):
    site = case.Site()
    site._ports, site._server, site._log = [Part(ports)], Part(server), Part(log)
    return await end(site.cleanup(), how), site._server is None


async def run(case, how):
    return await closed(case, how, None, how, None)


async def scenario_port_fails(case):
    return await closed(case, "fails", "fails", None, None)


async def scenario_log_fails(case):
    return await closed(case, "fails", None, None, "fails")


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "log_fails": (("returned", ("OSError('lost')", False)), ("returned", ("OSError('lost')", True))),
    "fails": (("returned", ("OSError('lost')", False)), ("returned", ("OSError('lost')", True))),
    "is_cancelled": (("returned", ("cancelled", False)), ("returned", ("cancelled", True))),
}
