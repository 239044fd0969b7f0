"""A hook that raises under the lock: the lock is free afterwards, the state is as before."""


async def scenario_raises(module):
    async def on_lost(key, active):
        raise RuntimeError(key)

    lease = module.Lease(on_lost)
    await lease.drop("a")
    return lease.active, hasattr(lease, "told"), lease._lock.locked()


async def scenario_returns(module):
    async def on_lost(key, active):
        pass

    lease = module.Lease(on_lost)
    await lease.drop("a")
    return lease.active, lease.told, lease._lock.locked()


LOGGED = {
    "raises": [("ERROR", "Callback self._on_lost(key, self.active) failed in Lease.drop [RuntimeError]")]
}
