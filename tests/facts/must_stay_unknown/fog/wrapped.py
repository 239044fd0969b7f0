"""Functions and classes that decorators took away."""

import asyncio
import functools

from fieldkit import plugin, retry

KEPT = []


def keep(function):
    KEPT.append(function)
    return function


def muted(function):
    print("muted", function)

    def silent(*args):
        print("nothing happens", args)

    return silent


class Once:
    """A class that decorates: its objects are what is called."""

    def __init__(self, function) -> None:
        self.function = function
        self.result = None

    def __call__(self) -> None:
        if self.result is None:
            self.result = self.function()  #: callee `self.function` = ?


@retry
def send() -> asyncio.Event:
    return asyncio.Event()


@retry(times=3)
async def fetch() -> asyncio.Queue:
    return asyncio.Queue()


@plugin
class Node:
    def __init__(self) -> None:
        self.up = asyncio.Event()

    @retry
    def ping(self) -> asyncio.Event:
        return self.up

    def pong(self) -> None:
        #: callee `self.ping` = ?
        #: type `self.ping()` = ?
        print(self.ping())


@keep
def kept() -> None:
    print("kept")


@muted
def loud() -> None:
    print("loud")


@Once
def setup() -> None:
    print("setup")


async def use(hook) -> None:
    event = send()  #: callee `send` = ?
    print(event)  #: type `event` = ?
    queue = await fetch()  #: callee `fetch` = ?
    print(queue)  #: type `queue` = ?
    node = Node()  #: callee `Node` = ?
    print(node)  #: type `node` = ?
    kept()  #: callee `kept` = fog.wrapped.kept
    loud()  #: callee `loud` = fog.wrapped.muted.silent
    setup()  #: callee `setup` = fog.wrapped.Once.__call__
    for function in KEPT:  #: type `KEPT` = builtins.list
        function()
    bound = functools.partial(hook, 1)
    bound()  #: type `bound` = functools.partial
    KEPT[0]()  #: callee `KEPT[0]` = ?
