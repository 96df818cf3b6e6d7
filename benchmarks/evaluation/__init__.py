"""How right the extractor is, measured against annotated sets that are not part of the project."""
