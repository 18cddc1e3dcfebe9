"""One row for each login. It says which refresh token is the living one, and ends with it
all tokens of the login. Not to be confused with Django's sessions, which the admin uses.
"""
