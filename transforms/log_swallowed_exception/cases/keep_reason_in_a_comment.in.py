def probe(socket) -> None:
    try:
        socket.shutdown(2)
    except Exception:
        # the peer may have closed its side already
        pass
    try:
        socket.close()
    except Exception:
        pass  # best effort: nobody uses the descriptor again
