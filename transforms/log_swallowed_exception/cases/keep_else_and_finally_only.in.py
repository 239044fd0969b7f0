import asyncio


async def read(stream):
    try:
        data = await stream.read()
    except asyncio.IncompleteReadError as error:
        data = error.partial
    else:
        data = data.strip()
    finally:
        stream.close()
    return data
