"""A session that fails to post: one WARNING record more, with and without the optional text."""


class Broken:
    async def post(self, address, data):
        raise OSError("gone")


class Fine:
    async def post(self, address, data):
        self.got = (address, data)


async def scenario_without_text(module):
    return await module.Peer(Broken()).deliver("peer")


async def scenario_with_text(module):
    return await module.Peer(Broken()).deliver("peer", "hello")


async def scenario_works(module):
    session = Fine()
    await module.Peer(session).deliver("peer", "hello")
    return session.got


RECORD = ("WARNING", "self.session.post() failed in Peer.deliver [OSError]")
LOGGED = {"without_text": [RECORD], "with_text": [RECORD]}
