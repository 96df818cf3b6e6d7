"""What the pages show, for programs: read-only, versioned, described by its own schema."""
