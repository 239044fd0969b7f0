"""A link that does not close: one DEBUG record more, and the same commands as before."""


class Broken:
    def close(self):
        raise OSError("gone")


def scenario_the_link_does_not_close(module):
    return module.close(Broken())


def scenario_the_commands(module):
    return module.COMMANDS


LOGGED = {"the_link_does_not_close": [("DEBUG", "Failed to close link in close [OSError]")]}
