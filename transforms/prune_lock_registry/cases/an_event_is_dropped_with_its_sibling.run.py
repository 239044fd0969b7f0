"""The event of a discarded upload is gone; one in use wakes its waiter."""

import asyncio

CHANGED = {"discarded": (("returned", 1), ("returned", 0))}


def scenario_discarded(module):
    uploads = module.Uploads()
    uploads.begin(1, 10)
    uploads.finished(1)
    uploads.abort(1)
    return len(uploads._done)


async def scenario_woken(module):
    uploads = module.Uploads()
    uploads.begin(1, 10)
    waiter = asyncio.ensure_future(uploads.wait(1))
    await asyncio.sleep(0)
    uploads.finished(1)
    await waiter
    return waiter.done()
