"""What leaves and what is counted is as before; each counted failure is one record."""


class Source:
    def __init__(self, error=None):
        self.error = error

    def fetch(self):
        if self.error:
            raise self.error
        return [1]


def run(module, method, error=None):
    client = module.Client()
    client.rows, client._failures, client._seen = None, 0, {"errors": 0}
    try:
        left = getattr(client, method)(Source(error))
    except OSError as failure:
        left = repr(failure)
    return left, client.rows, client._failures, client._seen


def scenario_ask(module):
    return run(module, "ask", KeyError("row"))


def scenario_ask_expected(module):
    return run(module, "ask", ConnectionResetError("gone"))


def scenario_tell(module):
    return run(module, "tell", ExceptionGroup("two", [OSError(1), KeyError(2)]))


def scenario_show(module):
    return run(module, "show", TimeoutError("late"))


def scenario_works(module):
    return [run(module, method) for method in ("ask", "tell", "show")]


LOGGED = {
    "ask": [("WARNING", "source.fetch() failed in Client.ask [KeyError]")],
    "tell": [("WARNING", "source.fetch() failed in Client.tell [ExceptionGroup]")],
    "show": [("WARNING", "source.fetch() failed in Client.show [TimeoutError]")],
}
