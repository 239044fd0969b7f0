from case import Ring


def show(ring: Ring) -> str:
    match ring:
        case Ring(_matched=list()):
            return "{0._shown} {0._plain_text}".format(ring)
    return str(ring._Ring__own)
