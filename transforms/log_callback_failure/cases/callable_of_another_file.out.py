import logging

from ports import Ports

logger = logging.getLogger(__name__)


class Board:
    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def raise_alarm(self, zone: str) -> None:
        try:
            self._ports.alert(zone)
        except Exception:
            logger.error(
                "Callback self._ports.alert(zone) failed in Board.raise_alarm",
                exc_info=True,
            )

    def lower_alarm(self, zone: str) -> None:
        try:
            self._ports.lower(zone)
        except Exception:
            pass
