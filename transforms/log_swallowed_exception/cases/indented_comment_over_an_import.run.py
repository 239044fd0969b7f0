"""The import between the comment and the future is accepted, and the logger is there."""


class Link:
    def close(self):
        raise OSError("gone")


def scenario_fails(module):
    return module.stop(Link()), module.path.basename("a/b")


LOGGED = {"fails": [("DEBUG", "Failed to close link in stop [OSError]")]}
