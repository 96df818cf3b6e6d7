"""Whom a release must not name: names in texts, who is public, and what is sensitive."""
