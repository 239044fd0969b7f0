import logging

logger = logging.getLogger(__name__)


class Node:
    def lose(self, peer) -> None:
        try:
            self._on_lost(peer)
        except Exception as error:
            peer.last_error = error
        try:
            self._on_lost(peer)
        except Exception:
            raise
        try:
            self._on_lost(peer)
        except Exception:
            logger.exception("the hook failed")
        try:
            self._on_lost(peer)
        except Exception:
            self._failures += 1
