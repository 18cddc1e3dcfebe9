"""Revokes refresh tokens with SimpleJWT's own tables: what is listed there is dead."""
