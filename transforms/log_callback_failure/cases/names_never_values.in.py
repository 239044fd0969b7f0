import logging

logger = logging.getLogger(__name__)


class Door:
    def knock(self, who, *extra, token=None, **more) -> None:
        try:
            self._on_knock("s3cret", who.name, 3, *extra)
        except Exception:
            pass
        try:
            self._on_token(token=token, hint=self._hint(), **more)
        except Exception:
            pass
        try:
            self._handlers["s3cret"](who)
        except Exception:
            pass
        try:
            self._on_many(who, who.name, token, extra, more)
        except Exception:
            pass
