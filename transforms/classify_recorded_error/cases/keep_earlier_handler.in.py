class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except BaseException:
            raise
        except Exception:
            self._failures += 1
