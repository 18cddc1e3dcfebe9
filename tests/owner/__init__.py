"""Changes that an owner makes to a generated project.

Each module in `changes/` is one change: `apply(project)` makes it, and `use(service)`, if there
is one, sends requests to a running server with the change. `use_in_browser(service, page)` does so from
a page on another origin. `ANSWERS`, if there is one, holds the answers that the change requires.
`files/` holds the files that a change adds.

`tests/test_owner.py` applies all changes to three projects, runs their `dev.py check`, and starts
a server.
"""
