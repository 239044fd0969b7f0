import asyncio as aio

_gate = aio.Lock()
seen = []


async def note(line, write):
    await _gate.acquire()
    await write(line)
    seen.append(line)
    _gate.release()


async def copy_all(names, copy):
    pair = aio.Semaphore(2)
    done = []

    async def one(name):
        await pair.acquire()
        done.append(await copy(name))
        pair.release()

    await aio.gather(*(one(name) for name in names), return_exceptions=True)
    return done
