"""Everything that writes to the tables of what we judge, verb by verb."""
