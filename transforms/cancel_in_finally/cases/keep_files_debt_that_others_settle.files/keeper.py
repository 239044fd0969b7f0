from case import Book


async def keep(book: Book):
    if book._dirty:
        await book.write()
