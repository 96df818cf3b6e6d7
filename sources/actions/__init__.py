"""Everything that writes to the tables of what the press says, verb by verb."""
