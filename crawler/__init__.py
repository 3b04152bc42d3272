"""A crawler that follows the related-reading links of news articles."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("related-news-crawler")  # made of the git tag when the package was built
except PackageNotFoundError:
    __version__ = "0.0.0+unknown"  # run from a checkout that was not installed
