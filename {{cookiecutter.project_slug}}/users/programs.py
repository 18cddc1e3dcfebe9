"""Names of programs and systems in a User-Agent header, for mail about a login.

Nothing else of the header is in a mail. A person who has the password of an account could
write a link into the header, or a sentence that calms its owner.
"""

# What the header of a program contains, and the name; the first that is found counts. Add
# those of your own apps.
PROGRAMS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
    "curl/": "curl",
    "Postman": "Postman",
    "python-requests": "Requests",
    "okhttp": "OkHttp",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def known_names(user_agent: str) -> str:
    """Return the known names in a header, such as "Firefox, Windows", or an empty text."""
    found = [
        next((name for mark, name in names.items() if mark in user_agent), None)
        for names in (PROGRAMS, SYSTEMS)
    ]
    return ", ".join(filter(None, found))
