class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            # the source logs its own failures
            self._failures += 1
