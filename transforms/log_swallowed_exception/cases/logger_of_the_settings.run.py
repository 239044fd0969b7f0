"""The log of the settings gets the record, and the module's logger nothing."""

import logging


class Log:
    def warning(self, message, **more):
        logging.getLogger("app").warning(f"app: {message}", **more)


class Link:
    def __init__(self):
        self.sent = []

    def send(self, text):
        if self.sent:
            raise OSError("gone")
        self.sent.append(text)


MODULES = {"app": {}, "app.log": {"LOG": Log()}}


def scenario_second_fails(module):
    link = Link()
    return [module.send(link, row) for row in ([1], [2])], link.sent


def scenario_row_is_no_json(module):
    link = Link()
    return module.send(link, {1, 2}), link.sent


LOGGED = {
    "second_fails": [("WARNING", "app: link.send() failed in send [OSError]")],
    "row_is_no_json": [("WARNING", "app: link.send() failed in send [TypeError]")],
}
