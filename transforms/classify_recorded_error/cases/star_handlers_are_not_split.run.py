"""The part that is counted is one record; the rest of the group leaves as before."""


class Source:
    def __init__(self, error=None):
        self.error = error

    def fetch(self):
        if self.error:
            raise self.error
        return [1]


def run(module, error=None):
    client = module.Client()
    client.rows, client._failures = None, 0
    try:
        left = client.ask(Source(error))
    except BaseException as failure:
        left = repr(failure), repr(failure.__context__)
    return left, client.rows, client._failures


def scenario_alone(module):
    return run(module, KeyError("row"))


def scenario_group(module):
    return run(module, ExceptionGroup("two", [OSError(1), KeyError(2)]))


def scenario_mixed(module):
    return run(module, BaseExceptionGroup("mixed", [OSError(1), KeyboardInterrupt()]))


def scenario_only_others(module):
    return run(module, BaseExceptionGroup("others", [KeyboardInterrupt()]))


def scenario_works(module):
    return run(module)


LOGGED = {
    "alone": [("WARNING", "source.fetch() failed in Client.ask [ExceptionGroup]")],
    "group": [("WARNING", "source.fetch() failed in Client.ask [ExceptionGroup]")],
    "mixed": [("WARNING", "source.fetch() failed in Client.ask [ExceptionGroup]")],
}
