"""Faults injected into building and publishing, and how often the site stayed whole.

`python -m tests.reliability` runs each fault many times and writes `docs/reliability.md`; the suite
runs each a few times (`test_reliability.py`).
"""
