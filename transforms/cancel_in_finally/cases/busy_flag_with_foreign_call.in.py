class Uploader:
    def __init__(self, client):
        self._client = client
        self._uploading = False

    async def upload(self, name, data):
        self._uploading = True
        body = data.encode()
        await self._client.put(name, body)
        self._uploading = False
        return len(body)
