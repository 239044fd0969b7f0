"""The logger is there on every platform."""


class Link:
    def send(self, text):
        raise OSError(text)


def scenario_fails(module):
    return module.send(Link(), [1])


LOGGED = {"fails": [("WARNING", "link.send() failed in send [OSError]")]}
