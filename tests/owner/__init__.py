"""What an owner does with a generated project in the first month.

Each module in `changes/` is one change: `apply(project)` makes it, and `use(service)`, if it
is there, sends real requests to a running server that has it. `use_in_browser(service, page)`
does the same from a page on another origin. `ANSWERS`, if it is there, holds the answers that
a change needs. Files that a change adds are in `files/`, as they are in the project.

`tests/test_owner.py` applies all changes to each of a few projects, runs their `check.py`, and
starts a server. `settings/` and `refused/` hold what cannot be combined with the rest.
"""
