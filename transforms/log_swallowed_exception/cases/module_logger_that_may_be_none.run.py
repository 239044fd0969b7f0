"""Without the variable there is no logger, and nothing else happens."""


class Link:
    def close(self):
        raise OSError("gone")


def scenario_no_logger(module):
    return module.logger, module.stop(Link())
