import logging

logger = logging.getLogger(__name__)


class Door:
    def knock(self, who, *extra, token=None, **more) -> None:
        try:
            self._on_knock("s3cret", who.name, 3, *extra)
        except Exception:
            logger.error(
                "Callback self._on_knock(..., who.name, ..., *extra) failed in Door.knock",
                exc_info=True,
            )
        try:
            self._on_token(token=token, hint=self._hint(), **more)
        except Exception:
            logger.error(
                "Callback self._on_token(token=token, hint=..., **more), or what goes with it, failed in Door.knock",
                exc_info=True,
            )
        try:
            self._handlers["s3cret"](who)
        except Exception:
            logger.error(
                "Callback self._handlers[...](who) failed in Door.knock",
                exc_info=True,
            )
        try:
            self._on_many(who, who.name, token, extra, more)
        except Exception:
            logger.error(
                "Callback self._on_many(who, who.name, token, extra, ...) failed in Door.knock",
                exc_info=True,
            )
