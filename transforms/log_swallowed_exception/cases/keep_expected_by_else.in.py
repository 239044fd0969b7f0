def bind(sock):
    try:
        sock.getpeername()
    except Exception:
        pass
    else:
        raise ValueError("the socket is connected")
    return sock
