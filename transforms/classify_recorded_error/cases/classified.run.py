"""Both kinds are counted, each at its level."""

import asyncio


class Source:
    def __init__(self, error):
        self.error = error

    def fetch(self):
        if self.error is not None:
            raise self.error


def run(module, error):
    client = module.Client()
    client.ask(Source(error))
    return client._failures, getattr(client, "asked", False)


def scenario_expected(module):
    return run(module, ConnectionResetError("gone"))


def scenario_timeout(module):
    return run(module, asyncio.TimeoutError())


def scenario_unexpected(module):
    return run(module, NameError("x"))


def scenario_none(module):
    return run(module, None)


LOGGED = {
    "expected": [("DEBUG", "source.fetch() failed in Client.ask [ConnectionResetError]")],
    "timeout": [("DEBUG", "source.fetch() failed in Client.ask [TimeoutError]")],
    "unexpected": [("ERROR", "source.fetch() failed in Client.ask [NameError]")],
}
