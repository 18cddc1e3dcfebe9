"""Refreshing, where each refresh token works once."""
