import asyncio


async def serve(server, registry) -> None:
    while True:
        try:
            await server.step()
        except asyncio.CancelledError:
            break
    registry.remove(server)


async def translate(call):
    try:
        return await call()
    except asyncio.CancelledError:
        raise TimeoutError("stopped")
