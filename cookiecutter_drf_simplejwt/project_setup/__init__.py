"""What happens once the files are written, one job a module; `run` has the order.

Nothing here needs more than the standard library: Cookiecutter's own Python runs it,
whatever that has installed. Nothing here may cost the user the project either:
Cookiecutter deletes a new folder when its hook fails.
"""
