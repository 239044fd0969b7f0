import asyncio


async def copy(reader, writer):
    while True:
        data = await reader.read(4096)
        if not data:
            break
        writer.write(data)


async def work(queue):
    while True:
        job = await queue.get()
        if job is None:
            return
        for step in job:
            if step is None:
                break
            await step()


async def drain(queue):
    while True:
        try:
            print(queue.get_nowait())
        except asyncio.QueueEmpty:
            break


async def frames(reader, handle):
    while True:
        size = await reader.readexactly(4)
        handle(await reader.readexactly(int.from_bytes(size, "big")))


async def relay(source, sink):
    try:
        while True:
            await sink.send(await source.recv())
    except ConnectionResetError:
        print("gone")
