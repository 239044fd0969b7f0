"""The lock of a peer that is forgotten is gone."""

CHANGED = {"forgotten": (("returned", 1), ("returned", 0))}


async def scenario_forgotten(module):
    peers = module.Peers()
    peers.add("a", "ada")
    await peers.send("a")
    peers.clear()
    return len(peers.locks)


async def scenario_known(module):
    peers = module.Peers()
    peers.add("a", "ada")
    await peers.send("a")
    return peers.lock("a") is peers.lock("a"), peers.names
