'''Quotes as the file has them.'''

import asyncio


class Quay:
    def __init__(self, names):
        self._lock = asyncio.Lock()  # before _gate
        self._gate = (
            # the inner one
            asyncio.Lock(
                # nothing to say
            )
        )
        self._names = dict(names or {'none': 0})

    def swap(self):
        def inner():
            self._inner = asyncio . Lock ( )
        return inner
