from case import Client


def lamp(client: Client):
    return "green" if client.status == "connected" else "red"
