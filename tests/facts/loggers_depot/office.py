"""With the logger of another module of the project."""

from routes import log as route_log


class Office:
    """Plans by hand."""

    def __init__(self, plans: int) -> None:
        self._plans = plans

    def plan(self) -> None:
        if self._plans > 3:
            route_log.warning("many plans")
        #: logger = route_log
        self._plans += 1


async def close(office: Office) -> None:
    #: logger = route_log
    office.plan()
