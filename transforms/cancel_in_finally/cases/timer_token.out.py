import logging

logger = logging.getLogger(__name__)


class Suspicions:
    def __init__(self, runner):
        self._runner = runner
        self._tokens = {}

    async def _cancel_timer(self, suspicion):
        try:
            if suspicion.node in self._tokens and self._runner:
                token = self._tokens.pop(suspicion.node, None)
                if token:
                    try:
                        await self._runner.cancel(token)
                    except Exception as error:
                        logger.warning("cannot cancel the timer: %s", error)
        finally:
            suspicion.cancel_timer()
