"""The journal gets one notice, of the type and with the node that the class gives it."""

import asyncio
import logging


class Notice:
    def __init__(self, message, node):
        self.message = message
        self.node = node


class Journal:
    async def log(self, notice):
        await asyncio.sleep(0)
        logging.getLogger("journal").info("%s: %s", notice.node, notice.message)


class Peer:
    async def hello(self):
        raise ValueError("who")

    async def bye(self):
        raise OSError("gone")

    async def rename(self, name):
        raise KeyError(name)


class Kind:
    async def bye(self):
        pass


MODULES = {"relay": {}, "relay.log": {"Notice": Notice}}


async def scenario_join_fails(module):
    return await module.Node(Journal(), "n1").join(Peer())


async def scenario_leave_fails(module):
    return await module.Node(Journal(), "n1").leave(Peer())


async def scenario_leave_works(module):
    return await module.Node(Journal(), "n1").leave(Kind())


async def scenario_rename_fails(module):
    node = module.Node(Journal(), "n1")
    return await node.rename(Peer()), node._lock.locked()


LOGGED = {
    "leave_fails": [("INFO", "n1: peer.bye() failed in Node.leave")],
    "rename_fails": [("INFO", "n1: peer.rename() failed in Node.rename")],
}
