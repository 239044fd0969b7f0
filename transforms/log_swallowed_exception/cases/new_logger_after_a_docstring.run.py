"""The module has a logger of its own name, and keeps its docstring."""


class Link:
    def send(self, row):
        raise OSError(row)


def scenario_fails(module):
    return module.send(Link(), 1), module.__doc__, module.LIMIT


LOGGED = {"fails": [("WARNING", "link.send() failed in send [OSError]")]}
