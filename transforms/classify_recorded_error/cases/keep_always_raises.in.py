class Client:
    def ask(self, source) -> None:
        try:
            self.rows = sourcee.fetch()
        except Exception:
            self._failures += 1
