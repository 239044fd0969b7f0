from relay.hooks import exit_hook


def on_close(link):
    link.close()


def nested(link):
    def close_callback():
        link.close()

    try:
        close_callback()
    except Exception:
        pass
    try:
        on_close(link)
    except Exception:
        pass
    try:
        exit_hook(link)
    except Exception:
        pass
