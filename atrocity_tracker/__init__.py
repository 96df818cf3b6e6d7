"""Wires the product together and decides nothing."""

__version__ = "0.1.0"
