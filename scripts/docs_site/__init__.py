"""The site of the documentation: pages from all over the repository, built by Zensical."""
