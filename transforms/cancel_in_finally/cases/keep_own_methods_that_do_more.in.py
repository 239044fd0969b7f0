class Loom:
    async def weave(self):
        self._begin()
        await self._thread.run()
        self._end()

    def _begin(self):
        self._weaving = True
        self._thread.reset()

    def _end(self):
        self._weaving = False

    async def dye(self, colour):
        self._dip(colour)
        await self._vat.fill()
        self._lift(colour)

    def _dip(self, colour):
        self._dyeing = True

    def _lift(self, colour):
        self._dyeing = False
