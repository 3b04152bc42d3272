"""A crawler that follows the related-reading links of news articles."""

__version__ = "0.1.0"
