from parts import Part


class Fan(Part):
    def __init__(self):
        super().__init__()
        self._belt = object()

    async def close(self):
        try:
            await super().close()
        finally:
            self._belt = None
