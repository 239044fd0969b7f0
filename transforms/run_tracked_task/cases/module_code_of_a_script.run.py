"""The failures of the ticks that the script starts are logged once, by the script's logger."""

import logging
from unittest import mock

DROPPED = {"fails": [("ERROR", "Task exception was never retrieved")] * 2}
LOGGED = {"fails": [("ERROR", "A background task failed [OSError]")] * 2}


def scenario_ticks(module):
    """Loading the module has run the script."""
    return module.loop.is_closed(), len(getattr(module, "_background_tasks", ()))


def scenario_fails(module):
    """It is run once more, and now no tick can be logged."""
    with mock.patch.object(logging.getLogger("clock"), "info", side_effect=OSError):
        module.__spec__.loader.exec_module(module)
    return module.loop.is_closed()
