"""One HTML file that shows a crawl: its stories, who links to whom, how stories spread, what was cut and left out."""
