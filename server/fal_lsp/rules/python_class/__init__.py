"""Rules about the class or function that an app loads."""
