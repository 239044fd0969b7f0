"""An acknowledged message has no tries left."""

CHANGED = {"acknowledged": (("returned", 1), ("returned", 0))}


async def scenario_acknowledged(module):
    outbox = module.Outbox()
    message = module.Message("a", b"")
    outbox.sent(message, 1.0)
    await module.on_ack(outbox, message)
    return outbox.tries(message)


def scenario_two_tries(module):
    outbox = module.Outbox()
    message = module.Message("a", b"")
    outbox.sent(message, 1.0)
    outbox.sent(message, 2.0)
    return outbox.tries(message)
