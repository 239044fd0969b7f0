"""An empty queue and a full one are still answered; a broken queue is no longer taken for an empty one."""


async def scenario_empty(module):
    return module.Inbox().poll()


async def scenario_something_there(module):
    inbox = module.Inbox()
    inbox._queue.put_nowait("hello")
    return inbox.poll()


async def scenario_broken(module):
    inbox = module.Inbox()
    del inbox._queue
    return inbox.poll()


CHANGED = {
    "broken": (("returned", None), ("raised", "AttributeError", "'Inbox' object has no attribute '_queue'")),
}
