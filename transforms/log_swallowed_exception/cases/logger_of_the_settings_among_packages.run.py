"""The import among the packages binds the log of the settings."""

import logging


class Link:
    def send(self, text):
        raise OSError(text)


PACKAGE = "shop"
MODULES = {
    "aiohttp": {},
    "app": {},
    "app.errors": {"Broken": OSError},
    "app.log": {"LOG": logging.getLogger("app")},
    "shop": {"rows": [1]},
    "zoo": {"Cage": list},
}


def scenario_fails(module):
    return module.send(Link(), module.rows), module.Broken, module.Cage


LOGGED = {"fails": [("WARNING", "link.send() failed in send [OSError]")]}
