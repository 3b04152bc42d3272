"""A small news web of the project's own writing: what `make crawl` shows a newcomer, and a truth for tests."""
