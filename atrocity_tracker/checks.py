"""What must be there before work can start, said at start and not in the middle of it."""
