"""structlog passes the message and the exception on; here to `logging`."""

import structlog

structlog.configure(
    processors=[structlog.stdlib.render_to_log_kwargs],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
)


class Link:
    def send(self, row):
        raise OSError(row)


class Fine:
    sent = None

    def send(self, row):
        self.sent = row


def scenario_fails(module):
    return module.send(Link(), 1)


def scenario_works(module):
    link = Fine()
    return module.send(link, 1), link.sent


LOGGED = {"fails": [("WARNING", "link.send() failed in send [OSError]")]}
