"""Nothing that only type checkers import is needed."""


class Link:
    def send(self, text):
        raise OSError(text)


def scenario_fails(module):
    return module.send(Link(), [1], None)


LOGGED = {"fails": [("WARNING", "link.send() failed in send [OSError]")]}
