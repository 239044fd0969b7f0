from case import Job
