"""Rules about requirements and versions."""
