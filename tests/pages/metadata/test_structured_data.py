"""What JSON-LD and meta tags say about a page."""

from tests.pages.metadata.pages import URL, ld, read

STORY = """{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Five new bus lines for the hills",
 "description": "They start in May.", "datePublished": "2023-06-09T08:01:02+02:00",
 "dateModified": "2023-06-10T09:00:00+02:00",
 "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Ben Okoro"}],
 "editor": {"@type": "Person", "name": "Cleo Marsh"}, "publisher": {"@type": "Organization", "name": "Harbour Post"},
 "articleSection": "City", "keywords": "buses, hills", "image": {"@type": "ImageObject", "url": "/bus.jpg"},
 "inLanguage": "en-GB", "isAccessibleForFree": "False"}"""


def test_json_ld_gives_every_field() -> None:
    meta = read(ld(STORY))
    assert meta.title == "Five new bus lines for the hills"
    assert meta.description == "They start in May."
    assert (meta.authors, meta.editors) == (["Ann Lee", "Ben Okoro"], ["Cleo Marsh"])
    assert meta.publisher == "Harbour Post"
    assert (meta.date_published, meta.date_precision) == ("2023-06-09T08:01:02+02:00", "second")
    assert meta.date_modified == "2023-06-10T09:00:00+02:00"
    assert meta.date_published_raw == "2023-06-09T08:01:02+02:00"
    assert (meta.section, meta.keywords) == ("City", ["buses", "hills"])
    assert meta.image == "https://www.harbour-post.example/bus.jpg"
    assert meta.is_accessible_for_free is False
    assert meta.language == "en"
    assert {f: p.source for f, p in meta.provenance.items()} == dict.fromkeys(
        ("title", "authors", "date_published", "publisher"), "json-ld"
    )


def test_the_object_about_this_page_is_chosen_among_several() -> None:
    meta = read(
        ld(
            '{"@graph": [{"@type": "WebSite", "name": "Harbour Post"},'
            '{"@type": "NewsArticle", "headline": "Another story", "url": "https://www.harbour-post.example/other"},'
            f'{{"@type": "NewsArticle", "headline": "Five new bus lines", "url": "{URL}",'
            '"author": {"@id": "#ann"}},'
            '{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}'
        )
    )
    assert meta.title == "Five new bus lines"
    assert meta.authors == ["Ann Lee"]
    assert meta.publisher == "Harbour Post"


def test_the_object_with_the_headline_of_the_title_is_chosen_where_nothing_else_tells() -> None:
    stories = ",".join(
        f'{{"@type": "NewsArticle", "headline": "{t}"}}' for t in ("Old mill sold", "Five new bus lines run")
    )
    assert (
        read(f"<title>Five new bus lines run - Harbour Post</title>{ld(f'[{stories}]')}").title
        == "Five new bus lines run"
    )


def test_broken_json_ld_still_gives_its_fields() -> None:
    meta = read(
        ld('{"@type": "NewsArticle", "headline": "Five new bus lines", "datePublished": "2023-06-09", "x": oops}')
    )
    assert meta.title == "Five new bus lines"
    assert meta.date_published == "2023-06-09"


def test_a_live_blog_says_so() -> None:
    assert read(ld('{"@type": "LiveBlogPosting", "headline": "Storm: the day as it happened"}')).type == "liveblog"


def test_meta_tags() -> None:
    meta = read(
        '<head><meta property="og:title" content="Five new bus lines | Harbour Post"><meta property="og:site_name" '
        'content="Harbour Post"><meta name="author" content="Ann Lee and Ben Okoro"><meta '
        'property="article:published_time" '
        'content="2023-06-09T08:01:00Z"><meta name="robots" content="noai">'
        '<meta property="article:content_tier" content="metered"><meta name="keywords" content="bus;hills"></head>'
    )
    assert meta.title == "Five new bus lines"
    assert meta.provenance["title"].raw == "Five new bus lines | Harbour Post"
    assert meta.authors == ["Ann Lee", "Ben Okoro"]
    assert meta.date_published == "2023-06-09T08:01:00+00:00"
    assert meta.rights_meta == "noai"
    assert meta.is_accessible_for_free is False
    assert meta.keywords == ["bus", "hills"]
