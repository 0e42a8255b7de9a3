"""The site as families meet it: Debian's Chromium against gunicorn, a real worker and the offline engine.

The house of these tests (`house.py`) has a database and files of its own, so nothing here touches the test database.
`pages.py` lists every page of the site; what is true of each page is asked of each row.
"""
