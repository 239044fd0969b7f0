"""A peer that is gone has no samples left."""

CHANGED = {"removed": (("returned", 1), ("returned", 0))}


def scenario_removed(module):
    state = module.PeerState()
    state.add_peer("p", ("host", 1))
    state.sample("p", 0.5)
    state.remove_peer("p")
    return len(state.latencies)


def scenario_kept(module):
    state = module.PeerState()
    state.sample("p", 0.5)
    state.sample("p", 1.5)
    state.remove_peer("q")
    return state.mean("p")
