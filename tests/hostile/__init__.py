"""A hostile server: it deviates from Sage in one way or several, and no row may be lost in silence.

Read `deviations.py` first: it lists the deviations, and states what each must lead to.

* `source.py`: the rows that Sage holds, and the people who change them.
* `odata.py`: which rows a request describes.
* `server.py`: serves the rows over HTTP, and lets deviations have their way.
* `pages.py`, `statuses.py`, `bodies.py`, `values.py`, `moments.py`: the kinds of deviations.
* `target.py`: the rows that a loader then holds.
* `story.py`: a faulty run, a healthy run, and what must hold after them.
"""
