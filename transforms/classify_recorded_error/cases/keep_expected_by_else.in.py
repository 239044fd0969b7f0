class Check:
    def refuses(self, link) -> None:
        try:
            link.login("nobody")
        except Exception:
            self.refused += 1
        else:
            raise AssertionError("it let nobody in")
