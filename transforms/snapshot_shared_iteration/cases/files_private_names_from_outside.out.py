class Hub:
    def __init__(self):
        self.__members = {"a", "b"}
        self.__names = {"a", "b"}

    async def tell(self, send):
        for member in list(self.__members):
            await send(member)

    async def name(self, send):
        for name in self.__names:
            await send(name)
