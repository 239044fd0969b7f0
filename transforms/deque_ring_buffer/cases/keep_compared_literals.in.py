async def reads(stream):
    expected = [b"first", b"second", b""]
    async for chunk in stream:
        assert chunk == expected.pop(0)
    assert expected == []
