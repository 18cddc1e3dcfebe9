"""Measures the generated service beside plain DRF + SimpleJWT: `python -m benchmarks`."""
