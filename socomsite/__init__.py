"""Static site generator for the public website of Socom."""

__version__ = "0.1.0"
