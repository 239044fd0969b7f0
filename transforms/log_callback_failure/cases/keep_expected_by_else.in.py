class Check:
    def refuses(self, value) -> None:
        try:
            self._on_value(value)
        except Exception:
            pass
        else:
            raise AssertionError("it took the value")
