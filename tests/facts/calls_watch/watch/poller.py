"""Polls instead of watching."""

import time

import watch.watcher


class Poller:
    """Asks again and again."""

    #: callers = none
    #: possible = union_halt, stranger_halt
    def halt(self) -> None:
        self.stopped = True

    #: callers = typed_nap
    def nap(self, seconds: float) -> None:
        time.sleep(seconds)

    # `set` and `cancel` are called on an Event and a Task only.
    #: callers = none
    def set(self) -> None:
        self.stopped = False

    #: callers = none
    def cancel(self) -> None:
        self.stopped = True

    #: callers = none
    async def replace(self, loop) -> "watch.watcher.Watcher":
        return watch.watcher.Watcher.build(loop)  #: @build_main
