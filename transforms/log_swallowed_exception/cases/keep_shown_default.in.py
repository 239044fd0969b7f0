class Peer:
    def __repr__(self) -> str:
        try:
            return self.describe()
        except Exception:
            return "<peer>"
