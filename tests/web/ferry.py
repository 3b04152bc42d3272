"""A page with one of everything: story, metadata that disagree, caption, newsletter prompt, related links."""

URL = "https://www.valleynews.example/2026/03/05/ferry-returns-to-the-upper-lake-84213.html"
STORY = [
    "The ferry across the upper lake will run again from Monday, the district council decided on Thursday evening.",
    "It had been laid up since October, when a surveyor found cracks in two of the frames below the engine room.",
    "Repairs cost 240,000 crowns, a third less than the yard had first reckoned, because the timber came from nearby.",
    "“We counted every plank twice,” said Ines Maurer, who has steered the boat for nineteen years.",
]
PAGE = f"""<html lang="en"><head><title>Ferry returns to the upper lake | Valley News</title>
<meta property="og:title" content="Ferry returns to the upper lake">
<meta property="og:site_name" content="Valley News">
<meta name="author" content="Valley Desk">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Ferry returns to the upper lake",
 "author": {{"@type": "Person", "name": "Paula Reinholt"}}, "datePublished": "2026-03-05T18:40:00+01:00"}}</script>
</head><body>
<nav><a href="/politics">Politics</a> <a href="/sport">Sport</a></nav>
<main><h1>Ferry returns to the upper lake</h1>
<div class="story">{"".join(f"<p>{text}</p>" for text in STORY)}
<p>Sign up for our newsletter and get the valley in your inbox every morning.</p>
<figure><figcaption>The ferry at its landing, in better days.</figcaption></figure>
</div>
<section class="related"><h3>Related stories</h3><ul>
<li><a href="/2026/02/20/ferry-repairs-run-late-83111.html">Ferry repairs run late for want of oak planks</a></li>
<li><a href="/2026/02/11/council-argues-about-the-lake-82907.html">Council argues about who pays for the lake</a></li>
<li><a href="/2026/01/30/landing-stage-rebuilt-82044.html">Landing stage at the upper lake is rebuilt</a></li>
</ul></section></main>
<footer>All rights reserved by Valley News.</footer></body></html>"""
