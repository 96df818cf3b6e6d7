"""Who fills which role in an incident, by a small model trained on MUC-4."""
