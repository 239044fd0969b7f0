import asyncio


class Quay:
    def __init__(self, loop, **options):
        self._lock = asyncio.Lock(loop=loop)
        self._other = asyncio.Lock(**options)
