"""The same lock for everybody; None that is stored is replaced where that is meant."""


def scenario_locks(module):
    import state

    shared = state.State()
    shared.maybe["a"] = None
    server = module.Server(shared)
    return (
        server.lock("a") is server.lock("a") is shared.locks["a"],
        server.maybe("a") is not None,
        server.computed("a") is shared.table["a"],
        server.plain("a") is server.plain("a"),
    )
