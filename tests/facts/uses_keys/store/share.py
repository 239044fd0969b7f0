"""Fills and empties what another module creates."""

from store.locks import Locks


class Filler:
    def __init__(self, locks: Locks) -> None:
        self._locks: Locks = locks

    def fill(self, name: str) -> None:
        #: key @shared_add = name
        self._locks.shared[name] = "filled"  #: @shared_add

    def alias(self, name: str) -> None:
        shared = self._locks.shared
        #: key @shared_alias = name.strip()
        shared[name.strip()] = "alias"  #: @shared_alias
        shared = {}
        shared[name] = "another dictionary"


def empty(locks: Locks, shared: dict[str, str], name: str) -> None:
    #: key @shared_pop = name
    locks.shared.pop(name, None)  #: @shared_pop
    # A dictionary of somebody else.
    shared.clear()
