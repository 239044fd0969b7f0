"""Each step of submit may fail, and the others go on; the message names the one that failed."""

import asyncio


class Rows:
    name = "day"


class Good:
    def __init__(self):
        self.done = []

    def create(self):
        self.done.append("create")

    def write(self, rows):
        self.done.append("write")

    async def pending(self):
        self.done.append("pending")

    def shutdown(self):
        self.done.append("shutdown")


def fails(*_):
    raise OSError("gone")


async def fails_later():
    raise OSError("gone")


async def submit(module, failing=None):
    good = Good()
    if failing:
        setattr(good, failing, fails_later if failing == "pending" else fails)
    report = module.Report()
    report._loop = asyncio.get_running_loop()
    report._table, report._pending, report._pools = good, good.pending(), {"day": good}
    if failing != "write_all":
        module.write_all = good.write
    return await report.submit(Rows), good.done


async def scenario_works(module):
    return await submit(module)


async def scenario_table(module):
    return await submit(module, "create")


async def scenario_write_all(module):
    return await submit(module, "write_all")


async def scenario_pending(module):
    return await submit(module, "pending")


async def scenario_pool(module):
    return await submit(module, "shutdown")


def scenario_relay(module):
    class Sink:
        put = fails

    report = module.Report()
    report._sink = Sink()
    return report.relay(b"")


LOGGED = {
    "table": [("WARNING", "self._table.create() failed in Report.submit [OSError]")],
    "write_all": [("WARNING", "write_all() failed in Report.submit [NotImplementedError]")],
    "pending": [("WARNING", "Awaiting self._pending failed in Report.submit [OSError]")],
    "pool": [("DEBUG", "Failed to shut down an item of self._pools in Report.submit [OSError]")],
    "relay": [("WARNING", "self._sink.put() failed in Report.relay [OSError]")],
}
