"""Whether a credited name is a person's."""

import pytest

from crawler.text.names import is_given_name, is_person, names_site


@pytest.mark.parametrize(
    "name",
    [
        "Jane Doe", "JANE DOE", "Tyler G. Jones", "Jessica Silver-Greene", "J. R. Rowe",
        "Anna von der Heide", "Paul de Vries", "Vincent van der Berg", "María José O'Neill",
        "Conor d'Arcy", "James \"Obie\" Chen", "Sören Öztürk", "Пётр Иванов", "Γιάννης Παππάς",
        "Nguyễn Văn An", "Le Van Hung", "Christian S.", "王小明", "歐陽小明", "李明",
        "阿卜杜拉·买买提", "山田 太郎", "ジョン・スミス", "김민수", "남궁민수", "محمد علي",
        "राम कुमार", "გიორგი ბერიძე", "Omar al-Rashid",
    ],
)  # fmt: skip
def test_names_of_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Le Courrier", "Die Welt", "The Examiner", "El Mundo", "Redacción Central",
        "Scroll Staff", "Staff Writer", "Cave Team", "Campact-Team", "Agência O Globo",
        "Bayerischer Rundfunk", "Hafener Zeitung", "Ärztezeitung Online", "Guest Post",
        "Polizei Steinfurt", "RTL News", "harbourpost.example", "AFP", "Reuters", "admin",
        "user123 Name", "Jane", "locals and tourists", "each drink", "New York", "São Paulo",
        "J. R.", "Read More", "Photo Jane", "台北", "華盛頓", "司馬光砸缸的故事", "新北市", "綜合報導", "海港日報",
        "新华社", "連合新聞社", "뉴스타파", "네이버", "Doe: Jane", "One Two Three Four Five Six",
        "x" * 61 + " Doe", "Jane al-gebra",
        "РИА Новости", "Агентство Новостей", "Gespeichert von", "Übersicht der", "Creative Commons",
        "Co. KG", "No Author",
    ],
)  # fmt: skip
def test_what_is_no_person(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    ("name", "site", "taken"),
    [
        ("Harbour Post", "Harbour Post", True),
        ("Harbour Post Weekend", "Harbour Post", True),
        ("Jane Doe", "Jane Doe's notes", False),
        ("Jane Doe", "Doe", False),
        ("Jane Doe", "", False),
    ],
)
def test_the_site_is_no_author_unless_it_is_named_after_her(name: str, site: str, taken: bool) -> None:
    assert names_site(name, [site]) is taken


@pytest.mark.parametrize("name", ["Gene", "Börn", "Иван", "Maximilian"])
def test_one_word_that_may_be_a_given_name(name: str) -> None:
    assert is_given_name(name)


NO_GIVEN_NAMES = [
    "gene",
    "GENE",
    "Al",
    "Gene7",
    "Ann Lee",
    "Admin",
    "Redaktion",
    "Editor",
    "By",
    "The",
    "Reuters",
    "小明",
]


@pytest.mark.parametrize("name", [*NO_GIVEN_NAMES, "Q" + "q" * 14])
def test_what_is_no_given_name(name: str) -> None:
    assert not is_given_name(name)
