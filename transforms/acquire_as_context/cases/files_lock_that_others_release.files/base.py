from socketserver import BaseServer


class Outside(BaseServer):
    pass
