"""What was delivered is gone once the message is forgotten."""

CHANGED = {"forgotten": (("returned", [1, 1, ["a"]]), ("returned", [1, 0, []]))}


def held(receipts):
    return len(receipts._sinks)


def scenario_forgotten(module):
    receipts = module.Receipts()
    receipts.expect("m1")
    receipts.delivered("m1", "a")
    before = held(receipts)
    receipts.forget("m1")
    return [before, held(receipts), sorted(receipts.sinks("m1"))]


def scenario_in_use(module):
    receipts = module.Receipts()
    receipts.expect("m1")
    receipts.delivered("m1", "a")
    receipts.forget("m2")
    return sorted(receipts.sinks("m1")), held(receipts)


async def scenario_delivered_while_awaited(module):
    receipts = module.Receipts()
    await module.deliver(receipts, "m1")
    receipts.delivered("m1", "late")
    return held(receipts)
