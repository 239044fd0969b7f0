"""A greeting is kept and its failure logged once; the set of the closing tasks does not change."""

import asyncio
import gc

DROPPED = {
    "fails": [("ERROR", "Task exception was never retrieved")],
    "waits": [("ERROR", "Task was destroyed but it is pending!")],
}
LOGGED = {"fails": [("ERROR", "A background task failed [OSError]")]}


class Peer:
    greeted = False

    async def greet(self):
        self.greeted = True

    async def close(self):
        await asyncio.Event().wait()


class LostPeer(Peer):
    async def greet(self):
        raise OSError("gone")


class SilentPeer(Peer):
    async def greet(self):
        await asyncio.Event().wait()


async def run(module, peer):
    module.greet(peer)
    module.close(peer)
    closing = len(module._closing)
    await asyncio.sleep(0)
    gc.collect()
    return closing, len(module._closing), peer.greeted


async def scenario_greets(module):
    seen = await run(module, Peer())
    await asyncio.sleep(0)
    return seen, len(getattr(module, "_background_tasks", ()))


async def scenario_fails(module):
    return await run(module, LostPeer())


async def scenario_waits(module):
    return await run(module, SilentPeer())
