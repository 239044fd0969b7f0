def outer(job):
    def inner():
        try:
            job.run()
        except Exception as error:
            job.fail(error)

    try:
        inner()
    except ValueError:
        return None
    return [row for row in job.rows if row]
