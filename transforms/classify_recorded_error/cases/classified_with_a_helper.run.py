"""Both handlers count and go through the helper."""


class Source:
    def __init__(self, error):
        self.error = error

    def fetch(self):
        raise self.error


def run(module, error):
    client = module.Client()
    return client.ask(Source(error)), client._failures


def scenario_expected(module):
    return run(module, TimeoutError("late"))


def scenario_unexpected(module):
    return run(module, KeyError("row"))


LOGGED = {
    "expected": [("WARNING", "source.fetch() failed in Client.ask: TimeoutError('late')")],
    "unexpected": [("WARNING", "source.fetch() failed in Client.ask: KeyError('row')")],
}
