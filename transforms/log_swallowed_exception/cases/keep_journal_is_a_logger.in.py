class Audit:
    async def note(self, text: str) -> None:
        try:
            await self._journal.log(text)
        except Exception:
            pass
