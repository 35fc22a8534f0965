"""Every number, measured on this machine: `python -m benchmarks`."""
