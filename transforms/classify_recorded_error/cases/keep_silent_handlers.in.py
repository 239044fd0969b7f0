class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            pass
        try:
            self.rows = source.fetch()
        except Exception:
            self.rows = 0
            return
