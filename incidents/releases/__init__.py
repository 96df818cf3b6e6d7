"""Releases: from frozen rows to files that anyone can check and read without us."""
