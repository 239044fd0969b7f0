class Hooks:
    async def _on_close(self):
        """For subclasses."""
