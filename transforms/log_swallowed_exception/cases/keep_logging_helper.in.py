class Node:
    async def _log_error(self, text: str) -> None:
        try:
            await self.journal.send(text)
        except Exception:
            pass
