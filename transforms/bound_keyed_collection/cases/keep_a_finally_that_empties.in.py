class Pool:
    def __init__(self, dial) -> None:
        self._dial = dial
        self._dialling: dict[str, set[object]] = {}
        self._asked: dict[str, set[object]] = {}

    async def connect(self, address: str, callback) -> object:
        try:
            self._dialling.setdefault(address, set()).add(callback)
            try:
                return await self._dial(address)
            finally:
                dialling = self._dialling[address]
                dialling.discard(callback)
                if not dialling:
                    try:
                        del self._dialling[address]
                    except KeyError:
                        pass
        except TimeoutError:
            return None

    async def ask(self, address: str, callback) -> object:
        self._asked.setdefault(address, set()).add(callback)
        try:
            return self._dial(address)
        except Exception:
            self._asked.pop(address, None)
            raise
        finally:
            print(address)

    def asked(self, address: str) -> None:
        self._asked.pop(address, None)

    def answer(self) -> None:
        self.asked("a")

    def pending(self) -> int:
        return len(self._asked) + len(self._dialling)
