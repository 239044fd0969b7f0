import asyncio


async def watch(event: asyncio.Event, probe) -> None:
    while not event.is_set():
        try:
            await asyncio.wait_for(event.wait(), timeout=1.0)
        except asyncio.TimeoutError:
            continue
        except (ValueError, probe.Closed):
            break
