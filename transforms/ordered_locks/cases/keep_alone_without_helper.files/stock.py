async def plain():
    return 1


async def waits(event):
    await event.wait()
