"""The routes, one module for each noun: what each answers, and the rows behind it."""
