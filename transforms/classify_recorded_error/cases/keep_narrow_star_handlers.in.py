class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except* OSError:
            self._failures += 1
