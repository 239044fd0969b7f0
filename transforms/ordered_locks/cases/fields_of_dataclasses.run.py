"""Each object has locks of its own, as before."""

import asyncio


def scenario_own_locks(module):
    one, two = module.Ship("one"), module.Ship("two")
    given = asyncio.Lock()
    tug = module.Tug(given)
    apart = [one.lock is not two.lock, one.gate is not two.gate, one.berths["home"] is not two.berths["home"]]
    kinds = [isinstance(lock, asyncio.Lock) for lock in (one.lock, one.gate, one.berths["home"], module.Tug().lock)]
    return apart, kinds, tug.lock is given
