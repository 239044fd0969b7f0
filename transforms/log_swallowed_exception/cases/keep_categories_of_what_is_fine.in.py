import asyncio


async def stop(link, worker):
    worker.cancel()
    try:
        await worker
    except asyncio.CancelledError:
        pass
    try:
        link.close()
    except OSError:
        pass


def find(table, key):
    try:
        return table.rows[key]
    except KeyError:
        return None
