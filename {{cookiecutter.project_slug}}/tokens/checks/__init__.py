"""What `manage.py check` says of the settings for tokens."""
