"""Methods log through the `self.log` that the settings promise, all else through the module's logger."""

import logging


class Log:
    def warning(self, message, **more):
        logging.getLogger("link").warning(f"link: {message}", **more)


class Wire:
    def send(self, row):
        raise OSError(row)

    def ping(self):
        raise TimeoutError


def scenario_method(module):
    link = module.Link()
    link.log, link.wire = Log(), Wire()
    return link.send(1)


def scenario_static_method(module):
    return module.Link.probe(Wire())


def scenario_function(module):
    return module.send(Wire(), 1)


LOGGED = {
    "method": [("WARNING", "link: self.wire.send() failed in Link.send [OSError]")],
    "static_method": [("WARNING", "wire.ping() failed in Link.probe [TimeoutError]")],
    "function": [("WARNING", "link.send() failed in send [OSError]")],
}
