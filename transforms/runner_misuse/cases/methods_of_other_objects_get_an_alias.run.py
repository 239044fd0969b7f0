"""The first peer was woken for every other one, and in every later round; now each is woken itself."""

import asyncio


class Peer:
    def __init__(self):
        self.woken = []

    async def wake(self, times):
        self.woken.append(times)


class Cat(Peer):
    pass


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def scenario_three_peers(case):
    peers = [Peer(), Cat(), Peer()]
    case.Hub().wake(peers)
    await settle()
    return [peer.woken for peer in peers]


async def scenario_peers_that_change(case):
    hub, first, second = case.Hub(), Peer(), Peer()
    hub.wake([first])
    hub.wake([second])
    await settle()
    return first.woken, second.woken


async def scenario_one_peer(case):
    hub, peer = case.Hub(), Peer()
    hub.wake([peer])
    hub.wake([peer])
    await settle()
    return peer.woken


CHANGED = {
    "three_peers": (("returned", [[1, 1, 1], [], []]), ("returned", [[1], [1], [1]])),
    "peers_that_change": (("returned", ([1, 1], [])), ("returned", ([1], [1]))),
}
