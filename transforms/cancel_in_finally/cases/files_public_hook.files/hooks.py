class Hooks:
    async def on_close(self):
        """For subclasses."""
