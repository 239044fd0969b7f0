"""A module can be the log; the docstring stays."""

import logging


class Link:
    def __init__(self, error=None):
        self.error = error
        self.sent = []

    def send(self, rows):
        if self.error:
            raise self.error
        self.sent += rows


PACKAGE = "shop"
MODULES = {"app": {}, "app.log": {"warning": logging.getLogger("app").warning}, "shop": {"rows": [1, 2]}}


def scenario_fails(module):
    return module.send(Link(OSError("gone"))), module.__doc__


def scenario_works(module):
    link = Link()
    return module.send(link), link.sent


LOGGED = {"fails": [("WARNING", "link.send() failed in send [OSError]")]}
