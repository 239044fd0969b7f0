'''Quotes as the file has them.'''

import asyncio

from harbour.locks import OrderedLock


class Quay:
    def __init__(self, names):
        self._lock = OrderedLock('Quay._lock')  # before _gate
        self._gate = (
            # the inner one
            OrderedLock('Quay._gate'
                # nothing to say
            )
        )
        self._names = dict(names or {'none': 0})

    def swap(self):
        def inner():
            self._inner = OrderedLock ('Quay._inner' )
        return inner
