"""The new logger gets the record."""


class Link:
    def send(self, row):
        raise OSError(row)


def scenario_fails(module):
    return module.send(Link(), 1)


LOGGED = {"fails": [("WARNING", "link.send() failed in send [OSError]")]}
