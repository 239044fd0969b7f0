import logging

logger = logging.getLogger(__name__)


class Client:
    def tell(self, row) -> None:
        try:
            self._on_row(row)
        except Exception:
            logger.error(
                "Callback self._on_row(row) failed in Client.tell",
                exc_info=True,
            )
            self._failures += 1
