import threading


async def refresh(cache, busy: threading.Event):
    busy.set()
    try:
        await cache.refresh()
    finally:
        busy.clear()
    print("refreshed")
