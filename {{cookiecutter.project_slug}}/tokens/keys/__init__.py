"""The keys that sign and verify tokens, and nothing that knows what a token says."""
