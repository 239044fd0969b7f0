"""The flag is reset when the scan fails, and also when the task is cancelled, while the thread still scans."""

import asyncio
import threading


async def scenario_ends_well(case):
    indexer = case.Indexer()
    await indexer.index()
    return indexer._indexing


async def scenario_the_scan_fails(case):
    indexer = case.Indexer()

    def scan():
        raise OSError("disk")

    indexer._scan = scan
    result = await asyncio.gather(indexer.index(), return_exceptions=True)
    return repr(result[0]), indexer._indexing


async def scenario_is_cancelled(case):
    indexer = case.Indexer()
    begun, go_on, scanned = threading.Event(), threading.Event(), []

    def scan():
        begun.set()
        go_on.wait(5)
        scanned.append(True)

    indexer._scan = scan
    task = asyncio.create_task(indexer.index())
    await asyncio.to_thread(begun.wait, 5)
    during = indexer._indexing
    task.cancel()
    await asyncio.wait([task])
    left = during, task.cancelled(), indexer._indexing, list(scanned)
    go_on.set()
    return left


CHANGED = {
    "the_scan_fails": (("returned", ("OSError('disk')", True)), ("returned", ("OSError('disk')", False))),
    "is_cancelled": (("returned", (True, True, True, [])), ("returned", (True, True, False, []))),
}
