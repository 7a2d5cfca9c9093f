"""Rules about images and Dockerfiles."""
