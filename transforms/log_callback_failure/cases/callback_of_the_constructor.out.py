import logging


class Detector:
    def __init__(self, on_death=None) -> None:
        self._on_death = on_death
        self._logger = logging.getLogger("detector")

    def report(self, node: str) -> None:
        if self._on_death:
            try:
                self._on_death(node)
            except Exception:
                self._logger.error(
                    "Callback self._on_death(node) failed in Detector.report",
                    exc_info=True,
                )  # noqa: S110
