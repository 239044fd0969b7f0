class Bottom:
    async def _before_disconnect(self):
        return None
