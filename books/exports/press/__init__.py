"""What runs in the press's own process. Nothing here knows Django or the database."""
