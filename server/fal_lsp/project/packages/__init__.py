"""Requirements, versions and package roots of a project. Must not know Python source."""
