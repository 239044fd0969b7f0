from case import Hub


def join(hub: Hub, member):
    hub._Hub__members.add(member)
