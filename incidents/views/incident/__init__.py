"""Everything on the page of one incident, and what can be done there."""
