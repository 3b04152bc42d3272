"""From what a page prints about its writers to their names."""

import pytest

from crawler.pages.article import extract
from crawler.pages.dom.page import Page
from crawler.pages.metadata.bylines import people
from crawler.pages.metadata.credit_lines import read_credits, read_dateline
from crawler.pages.metadata.extract import complete, read_metadata
from crawler.text.names import is_organization, is_person


def persons(raw: str) -> list[str]:
    return [name for name in people(raw) if is_person(name)]


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("記者王小明／台北報導", ["王小明"]),
        ("記者王小明、李大華／綜合報導", ["王小明", "李大華"]),
        ("記者王小明/華盛頓專電", ["王小明"]),
        ("记者 张三｜上海报道", ["张三"]),
        ("Par Le Courrier avec AFP", []),
        ("Par Jean Dupont avec AFP", ["Jean Dupont"]),
        ("Recueilli par Jean DUPONT.", ["Jean DUPONT"]),
        ("Par Marie DUPONT Publié le 24/11/2026 à 10h30", ["Marie DUPONT"]),
        ("Por Ana García Actualizado a las 10.30", ["Ana García"]),
        ("Written by Jane Doe Edited by John Roe", ["Jane Doe"]),
        ("Jane Doe | Medically reviewed by Ann Lee, MD", ["Jane Doe"]),
        ("Posted on Thursday, Aug 9, 2012 by Jane Doe", ["Jane Doe"]),
        ("By Jane Doe on 10.29.12", ["Jane Doe"]),
        ("Jane Doe | Harbour Post Staff", ["Jane Doe"]),
        ("Jane Doe, John Roe and Ann Lee", ["Jane Doe", "John Roe", "Ann Lee"]),
        ("Jane Doe MD", ["Jane Doe"]),
        ("Jane Doe, Ph.D.", ["Jane Doe"]),
        ("JANE DOE // Harbour News", ["JANE DOE"]),
        ("By Jane Doe, New York", ["Jane Doe"]),
        ("Von Lars Öztürk | 21. November 2026, 11:37 Uhr | Lesedauer: 3 Min.", ["Lars Öztürk"]),
        ("Christian S.", ["Christian S."]),
        ("Von Maria von Trapp", ["Maria von Trapp"]),
        ("JANE DOE Associated Press", ["JANE DOE"]),
        ("By Jane Doe For the Harbour Post", ["Jane Doe"]),
        ("By Jane Doe Special to the Post", ["Jane Doe"]),
        ("Jane Doe is a reporter for the Post", ["Jane Doe"]),
        ("By Jane Doe Nov 25, 2026 10:00 am", ["Jane Doe"]),
        ("Publié par Jean Dupont le 25 novembre 2026 à 10h", ["Jean Dupont"]),
        ("By Jane Doe Photographs by John Roe", ["Jane Doe"]),
        ("Jane Doe | Photos: John Roe", ["Jane Doe"]),
        ("Jane Doe Opinion Columnist", ["Jane Doe"]),
        ("Aus Berlin berichtet Max Mustermann", ["Max Mustermann"]),
        ("文/王小明 攝影/林大同", ["王小明"]),
        ("撰文 / 王小明 编辑 / 李大同", ["王小明"]),
        ("編輯／王小明", []),
        ("[서울=뉴시스] 홍길동 기자 =", ["홍길동"]),
        ("社会部 山田太郎", ["山田太郎"]),
        ("文・山田太郎", ["山田太郎"]),
        ("山口県警", []),
        ("Tim Redaksi", []),
        ("By Jane Doe, John Roe, and Ann Lee", ["Jane Doe", "John Roe", "Ann Lee"]),
        ("Par Luc Moreau, Anne Petit, et Jean Blanc", ["Luc Moreau", "Anne Petit", "Jean Blanc"]),
        ("By Jane Doe and John Roe, translated by Ann Lee", ["Jane Doe", "John Roe"]),
        ("Von Lena Kurz, übersetzt von Lars Berg", ["Lena Kurz"]),
        ("Por Ana Ruiz, traducido por Juan Vega", ["Ana Ruiz"]),
        ("Par Jane Doe | Traduit de l'anglais par Luc Moreau", ["Jane Doe"]),
        ("Автор: Пётр Иванов, перевод: Анна Белова", ["Пётр Иванов"]),
        ("Penulis: Budi Santoso Editor: Siti Aminah", ["Budi Santoso"]),
        ("ANA RUIZ. MADRID", ["ANA RUIZ"]),
        ("Prof. Jane Doe", ["Prof. Jane Doe"]),
        ("Rui Lopes Do UOL, em São Paulo", ["Rui Lopes"]),
        ("RUI DO CARMO", ["RUI DO CARMO"]),
        ("דוד כהן ורותי לוי", ["דוד כהן", "רותי לוי"]),
        ("דוד כהן ורד", ["דוד כהן ורד"]),
        ("張三 / 核稿編輯 李四", ["張三"]),
        ("【山田太郎】", ["山田太郎"]),
        ("글 김민수 사진 이지영", ["김민수"]),
        ("워싱턴=김민수 특파원", ["김민수"]),
        ("Omar bin Salem al-Rashid", ["Omar bin Salem al-Rashid"]),
        ("محمد علي، ليلى حسن", ["محمد علي", "ليلى حسن"]),
        ("ワシントン支局 山田太郎", ["山田太郎"]),
        ("王小明 發自台北", ["王小明"]),
    ],
)
def test_the_persons_in_a_byline(raw: str, names: list[str]) -> None:
    assert persons(raw) == names


@pytest.mark.parametrize(
    ("line", "authors", "source", "place"),
    [
        ("（中央社記者陳美玲高雄25日電）港務局今天說明。", ["陳美玲"], "中央社", "高雄"),
        ("〔記者陳俊宏／高雄報導〕依照春天簽訂的協議，港口重開。", ["陳俊宏"], None, "高雄"),
        ("〔記者陳俊宏、林美玲／高雄報導〕依照春天簽訂的協議，港口重開。", ["陳俊宏", "林美玲"], None, "高雄"),
        ("生活中心／王小明報導", ["王小明"], None, None),
        ("社會中心／綜合報導", [], None, None),
        ("海港网1月17日讯（王文举） 一个建议让港口重开。", ["王文举"], "海港网", None),
        ("海港网讯 实习生吴梦丽、记者喻云亮报道：港口今天重开。", ["吴梦丽", "喻云亮"], None, None),
    ],
)
def test_reporters_in_a_dateline(line: str, authors: list[str], source: str | None, place: str | None) -> None:
    found = read_dateline(line)
    found.add(read_credits(line))
    assert (found.authors, found.source, found.place) == (authors, source, place)


@pytest.mark.parametrize(
    ("markup", "authors"),
    [
        ('<div class="author">By <b>Jane Doe</b> <em>Associate Features Chief</em></div>', ["Jane Doe"]),
        ('<div class="author"><span>Jane</span> <span>Doe</span></div>', ["Jane Doe"]),
        ('<span itemprop="author"> jane doe </span>', ["Jane Doe"]),
        ('<meta name="author" content="Harbour Post"><span>x</span>', []),
        ('<meta name="author" content="Jane Doe Harbour Post">', ["Jane Doe"]),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry line opens a new quay",'
         '"author":{"@type":"Person","name":["Jane Doe","John Roe"]}}</script>', ["Jane Doe", "John Roe"]),
        ('<p>Posted on Thursday by Jane Doe</p>', ["Jane Doe"]),
    ],
)  # fmt: skip
def test_the_writer_near_the_headline(markup: str, authors: list[str]) -> None:
    site = '<meta property="og:site_name" content="Harbour Post">'
    page = Page(f"<html lang=en>{site}<h1>Ferry line opens a new quay</h1>{markup}</html>", "https://harbour.example/a")
    assert read_metadata(page).authors == authors


@pytest.mark.parametrize(
    ("head", "below", "authors"),
    [
        ('<meta name=author content="John Roe">', "<p>By <a href=/author/jane>Jane Doe</a></p>", ["Jane Doe"]),
        ('<meta name=author content="John Roe">', "<p>By <a href=/by/john>John Roe</a>, Ann Lee</p>", ["John Roe"]),
        ('<meta name=author content="John Roe">', "<p>The ferry runs again.</p>", ["John Roe"]),
    ],
)  # fmt: skip
def test_a_tag_s_author_whom_the_page_nowhere_prints_gives_way(head: str, below: str, authors: list[str]) -> None:
    page = Page(
        f"<html lang=en>{head}<body><h1>Ferry line opens a new quay</h1>{below}</html>", "https://harbour.example/a"
    )
    assert read_metadata(page).authors == authors


def test_the_beginning_of_the_site_s_name_is_no_writer() -> None:
    site = '<meta property="og:site_name" content="Harbour Life News">'
    html = f"<html lang=en>{site}<h1>Ferry line opens a new quay</h1><p>By Harbour Life News Correspondents</p></html>"
    assert read_metadata(Page(html, "https://harbour.example/a")).authors == []


def test_a_reader_s_comment_in_microdata_is_no_byline() -> None:
    comment = (
        "<div class=comment itemprop=comment><span itemprop=author><b itemprop=name>Jane Doe</b></span> Nice!</div>"
    )
    story = "<p>The harbour office moved the quay to the east side of the pier before the winter came.</p>" * 9
    html = f"<html lang=en><article><h1>Ferry line opens a new quay</h1>{story}</article>{comment}</html>"
    found = extract(html, "https://harbour.example/a").article
    assert found is not None
    assert found.authors == []


@pytest.mark.parametrize(("kind", "authors"), [('["Person", "Organization"]', ["Jane Doe"]), ('"Organization"', [])])
def test_whoever_runs_a_site_of_her_own_writes_it(kind: str, authors: list[str]) -> None:
    graph = f"""{{"@graph": [{{"@type": "Article", "headline": "Ferry line opens", "author": {{"@id": "#jane"}}}},
        {{"@type": "WebSite", "name": "Jane Doe", "publisher": {{"@id": "#jane"}}}},
        {{"@type": {kind}, "@id": "#jane", "name": "Jane Doe"}}]}}"""
    page = Page(
        f"<script type=application/ld+json>{graph}</script><h1>Ferry line opens a new quay</h1>",
        "https://jane.example/a",
    )
    assert complete(read_metadata(page), page, ("The ferry runs.", "Jane Doe")).authors == authors


def test_a_name_behind_its_labels_own_element() -> None:
    credits = "<p><span>作者：</span>赵春燕 <span>出处：</span>海港日报</p>"
    page = Page(f"<html lang=zh><h1>港口今天重新开放</h1>{credits}</html>", "https://harbour.example/a")
    assert read_metadata(page).authors == ["赵春燕"]


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Ann Lee and Ben Okoro", ["Ann Lee", "Ben Okoro"]),
        ("Ann Lee, Political Correspondent", ["Ann Lee"]),
        ("Von Eva Kern, Berlin", ["Eva Kern"]),
        ("Eva Kern und Jan Holt, dpa", ["Eva Kern", "Jan Holt", "dpa"]),
        ("Por María Gil y Juan Paz", ["María Gil", "Juan Paz"]),
        ("Par Léa Roux et Hugo Blanc", ["Léa Roux", "Hugo Blanc"]),
        ("Di Marta Neri e Luca Bosco", ["Marta Neri", "Luca Bosco"]),
        ("Иван Озеров и Анна Лугина", ["Иван Озеров", "Анна Лугина"]),
        ("ANN LEE | Reporter", ["ANN LEE"]),
        ("<b>Ann Lee</b> (Reuters) ann@post.example", ["Ann Lee"]),
        ("By Ann Lee Updated June 3, 2023", ["Ann Lee"]),
        ("Lee, Ann", ["Ann Lee"]),
        ("记者 张三", ["张三"]),
        ("文/张三、李四", ["张三", "李四"]),
        ("周 平", ["周平"]),
        ("홍길동 기자", ["홍길동"]),
        ("admin", []),
        ("@annlee", []),
        ("https://post.example/ann", []),
        ("105092", []),
    ],
)
def test_names_in_bylines(raw: str, names: list[str]) -> None:
    assert list(people(raw)) == names


def test_organisations_are_told_from_persons() -> None:
    assert all(map(is_organization, ("Reuters", "新华社", "Harbour Post Newsroom", "Redaktion Nord", "example.com")))
    assert not any(map(is_organization, ("Ann Lee", "张三", "Eva Kern")))
    assert is_person("Ludwig van Holt")
    assert not is_person("Read more")


def test_a_city_alone_is_where_a_report_comes_from() -> None:
    place, name = (
        f"<html lang=en><h1>Ferry line opens a new quay</h1><div class=byline>By {word}</div></html>"
        for word in ("London", "Margaret")
    )
    assert read_metadata(Page(place, "https://harbour.example/a")).authors == []
    assert read_metadata(Page(name, "https://harbour.example/a")).authors == ["Margaret"]


def test_japanese_names_stay_whole() -> None:
    assert people("山田 太郎") == ("山田 太郎",)
    assert people("文＝佐藤 美咲") != ("佐藤", "美咲")
    assert people("王小明 李大江") == ("王小明", "李大江")
    assert is_person("山田 太郎")
