"""`python -m crawler`: the command `related-news`."""

from crawler.cli import main

main()
