import contextlib
from contextlib import ExitStack

from relay.tools import suppress


@contextlib.suppress(Exception)
def drop(peer):
    peer.drop()


def drop_all(peers):
    with ExitStack() as stack:
        stack.enter_context(contextlib.suppress(Exception))
        for peer in peers:
            peer.drop()


def drop_some(peers):
    with suppress(Exception):
        peers.drop()
