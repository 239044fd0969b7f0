"""Without the variable there is no logger, and nothing else happens; with it there is one record."""

import os


class Link:
    def close(self):
        raise OSError("gone")


def scenario_no_logger(module):
    return module.logger, module.stop(Link())


def scenario_logger(module):
    os.environ["RELAY_LOG"] = "1"
    try:
        module.__loader__.exec_module(module)
    finally:
        del os.environ["RELAY_LOG"]
    return module.logger.name, module.stop(Link())


LOGGED = {"logger": [("DEBUG", "Failed to close link in stop [OSError]")]}
