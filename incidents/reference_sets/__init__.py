"""What others published, read row by row from their own files: events to compare ours with."""
