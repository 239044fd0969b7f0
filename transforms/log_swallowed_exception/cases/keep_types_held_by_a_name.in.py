EXPECTED = (KeyError, ValueError)


class Reader:
    errors = (EOFError,)

    def read(self, row):
        try:
            return row["value"]
        except EXPECTED:
            pass
        try:
            return self.next()
        except self.errors:
            return None
