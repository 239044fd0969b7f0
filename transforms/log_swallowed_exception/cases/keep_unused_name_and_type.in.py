def load(path):
    try:
        with open(path) as file:
            return file.read()
    except Exception as error:
        return error
