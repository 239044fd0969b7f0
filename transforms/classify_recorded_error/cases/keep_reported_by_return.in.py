class Client:
    def refresh(self, source) -> None:
        if not self._ask(source):
            self.stale = True

    def _ask(self, source) -> bool:
        try:
            self.rows = source.fetch()
            return True
        except Exception:
            self._failures += 1
            return False
