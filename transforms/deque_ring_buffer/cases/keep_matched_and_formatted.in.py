class Words:
    def __init__(self):
        self._words = []
        self._texts = []

    def add(self, word):
        self._words.append(word)
        self._texts.append(word)

    def take(self):
        match self._words:
            case [first, *_]:
                return self._words.pop(0)
        return "%s" % self._texts, self._texts.pop(0)

    async def stream(self):
        async for word in self._words:
            yield word
