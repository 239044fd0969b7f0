import asyncio


async def scenario_close_does_not_cancel_the_farewell(module):
    hub = module.Hub("hub")
    hub.start()
    hub.farewell()
    hub.close()
    await asyncio.sleep(0.02)
    return len(hub._background_tasks)
