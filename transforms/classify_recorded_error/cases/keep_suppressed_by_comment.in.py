class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:  # amends: ignore[AM403] the count is enough
            self._failures += 1
