"""The module's logger gets the record; the journal, which would have to be awaited, is not touched."""


class Notice:
    def __init__(self, message):
        self.message = message


class Journal:
    def __init__(self):
        self.notices = []

    async def log(self, notice):
        self.notices.append(notice.message)


class Peer:
    def __init__(self, error=None):
        self.error = error

    async def hello(self):
        raise ValueError("who")

    def bye(self):
        if self.error:
            raise self.error


MODULES = {"relay": {}, "relay.log": {"Notice": Notice}}


async def scenario_leave_fails(module):
    journal = Journal()
    node = module.Node(journal)
    await node.join(Peer())
    return node.leave(Peer(OSError("gone"))), journal.notices


def scenario_leave_works(module):
    journal = Journal()
    return module.Node(journal).leave(Peer()), journal.notices


LOGGED = {"leave_fails": [("WARNING", "peer.bye() failed in Node.leave [OSError]")]}
