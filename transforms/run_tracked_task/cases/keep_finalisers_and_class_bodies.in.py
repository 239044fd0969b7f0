import asyncio


class Connection:
    def __init__(self, transport):
        self._transport = transport

    def __del__(self):
        asyncio.create_task(self._transport.close())


class Eager:
    loop = asyncio.new_event_loop()
    loop.create_task(asyncio.sleep(0))


def dump(value):
    asyncio.create_task(asyncio.sleep(value))
    return "%(value)s" % locals()
