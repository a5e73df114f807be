"""What is found in a text that its author may not have meant to publish, what is left alone, and what masking makes of it."""

import base64
import json
import time
from itertools import pairwise

import pytest
from django.utils import translation

from community.content.private_facts import Fact, Kind, find, masked
from community.lib.markdown import render


def kinds_and_texts(text):
    return [(fact.kind, fact.text) for fact in find(text)]


def token(header=None, tail="c2lnbmF0dXJl-_x"):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part(header or {'alg': 'HS256', 'typ': 'JWT'})}.{part({'sub': '4711', 'name': 'Ann'})}.{tail}"


# Put together here, so that no scanner for secrets takes this file for one.
BEGIN, PRIVATE = "-----BEGIN", "PRIVATE KEY-----"
AWS = "AKIA" + "Z7QH3MXW2LTR5KVB"
GITLAB = "glpat-" + "x8Kq2Lm_9Zt-4Rv7Wp3N"
PEM = f"{BEGIN} RSA {PRIVATE}\nMIIEowIBAAKCAQEAx7y1\nq2mVZyUq0KQx9mW4p1cN8a==\n-----END RSA PRIVATE KEY-----"
GITHUB = "ghp_" + "a1B2c3D4e5F6" * 3
OWN = "plk_" + "Zk3_x9-QpLm7" * 3 + "Zk3_x9-"

FOUND = [
    (Kind.PAYMENT_CARD, "My card 4111 1111 1111 1111 was charged twice.", "4111 1111 1111 1111"),
    (Kind.PAYMENT_CARD, "Meine Karte (5500-0055-5555-5559) wurde abgelehnt", "5500-0055-5555-5559"),
    (Kind.PAYMENT_CARD, "Ma carte Amex 3782 822463 10005, refusée.", "3782 822463 10005"),
    (Kind.PAYMENT_CARD, "tarjeta:4012888888881881.", "4012888888881881"),
    (
        Kind.PAYMENT_CARD,
        "Card 4111\u00a01111\u00a01111\u00a01111 with narrow spaces",
        "4111\u00a01111\u00a01111\u00a01111",
    ),
    (Kind.PAYMENT_CARD, "Card \uff14111111111111111 typed on another keyboard", "\uff14111111111111111"),
    (Kind.PAYMENT_CARD, "Order 17 4111 1111 1111 1111 12/27", "4111 1111 1111 1111"),
    (Kind.PAYMENT_CARD, "17,4111111111111111,1227", "4111111111111111"),
    (Kind.PAYMENT_CARD, "Mijn kaart is 6011 1111 1111 1117", "6011 1111 1111 1117"),
    (Kind.BANK_ACCOUNT, "Bitte auf DE89 3704 0044 0532 0130 00 erstatten.", "DE89 3704 0044 0532 0130 00"),
    (Kind.BANK_ACCOUNT, "IBAN: GB29NWBK60161331926819, thanks", "GB29NWBK60161331926819"),
    (Kind.BANK_ACCOUNT, "mijn rekening nl91 abna 0417 1643 00", "nl91 abna 0417 1643 00"),
    (
        Kind.BANK_ACCOUNT,
        "Mon compte FR14 2004 1010 0505 0001 3M02 606 BIC PSSTFRPP",
        "FR14 2004 1010 0505 0001 3M02 606",
    ),
    (Kind.NATIONAL_NUMBER, "Meine Steuer-ID lautet 36574261809", "36574261809"),
    (Kind.NATIONAL_NUMBER, "Die Nummer 36 574 261 809 wird nicht genommen", "36 574 261 809"),
    (Kind.NATIONAL_NUMBER, "Mon numéro de sécu : 2 95 10 99 126 111 93", "2 95 10 99 126 111 93"),
    (Kind.NATIONAL_NUMBER, "Mi DNI es 54362315K.", "54362315K"),
    (Kind.NATIONAL_NUMBER, "dni 12345678z", "12345678z"),
    (Kind.NATIONAL_NUMBER, "El NIE X-2482300-W no sirve", "X-2482300-W"),
    (Kind.NATIONAL_NUMBER, "il codice fiscale rccmnl83s18d969h, grazie", "rccmnl83s18d969h"),
    (Kind.NATIONAL_NUMBER, "Mijn BSN is 111222333.", "111222333"),
    (Kind.NATIONAL_NUMBER, "My NI number: AB 12 34 56 C is rejected", "AB 12 34 56 C"),
    (Kind.NATIONAL_NUMBER, "O meu NIF 501964843 não é aceite", "501964843"),
    (Kind.NATIONAL_NUMBER, "meu CPF é 390.533.447-05", "390.533.447-05"),
    (Kind.NATIONAL_NUMBER, "my SSN, 536-90-4399, is on the form", "536-90-4399"),
    (Kind.PHONE, "Call me at +1 650-253-0000 after six.", "+1 650-253-0000"),
    (Kind.PHONE, "Ruf mich an: 030 901820", "030 901820"),
    (Kind.PHONE, "Handy 0171 1234567, danke", "0171 1234567"),
    (Kind.PHONE, "Appelez-moi au 06 12 34 56 78.", "06 12 34 56 78"),
    (Kind.PHONE, "llámame al 612 345 678", "612 345 678"),
    (Kind.PHONE, "o meu telemóvel: 912 345 678", "912 345 678"),
    (Kind.PHONE, "il mio cellulare è 347 123 4567", "347 123 4567"),
    (Kind.PHONE, "bel me op 06-12345678", "06-12345678"),
    (Kind.PHONE, "Please refund me and call, order 4711, mobile 07400 123456", "07400 123456"),
    (Kind.PHONE, "Mon numéro : 0612345678", "0612345678"),
    (Kind.PHONE, "phone=(650) 253-0000;", "(650) 253-0000"),
    (Kind.PHONE, "0049 30 901820 is where they reach me", "0049 30 901820"),
    (Kind.PHONE, "tel:020 7946 0958", "020 7946 0958"),
    (Kind.MAIL_ADDRESS, "Write to ann.lee+shop@bike-shop.co.uk.", "ann.lee+shop@bike-shop.co.uk"),
    (Kind.MAIL_ADDRESS, "<anna@müller.de>", "anna@müller.de"),
    (Kind.MAIL_ADDRESS, "from=ann@bikes.org, to=…", "ann@bikes.org"),
    (Kind.HOME_FOLDER, "cat: /home/annlee/.bashrc: No such file", "annlee"),
    (Kind.HOME_FOLDER, "PATH=/usr/bin:/home/annlee/bin", "annlee"),
    (Kind.HOME_FOLDER, "It is in /Users/Ann.Lee.", "Ann.Lee"),
    (Kind.HOME_FOLDER, r'Error in "C:\Users\Ann Lee\Desktop\a.txt"', "Ann Lee"),
    (Kind.HOME_FOLDER, r"{'path': 'c:\\Users\\annlee\\x'}", "annlee"),
    (Kind.HOME_FOLDER, "file:///home/annlee/page.html", "annlee"),
    (Kind.CLOUD_KEY, f"aws_access_key_id = {AWS}", AWS),
    (Kind.SERVICE_TOKEN, f"git clone fails with {GITHUB}.", GITHUB),
    (Kind.SERVICE_TOKEN, f"    token: {GITHUB}\n", GITHUB),
    (Kind.SERVICE_TOKEN, GITLAB, GITLAB),
    (Kind.SERVICE_TOKEN, "`npm_" + "a1B2c3D4e5F6" * 3 + "`", "npm_" + "a1B2c3D4e5F6" * 3),
    (Kind.OWN_KEY, f'curl -H "Authorization: Bearer {OWN}" …', OWN),
    (Kind.WEB_TOKEN, f"Cookie: session={token()}; path=/", token()),
    (Kind.PRIVATE_KEY, f"Here it is:\n```\n{PEM}\n```\nWhat is wrong?", PEM),
    (Kind.ADDRESS_PASSWORD, "DATABASE_URL=postgres://shop:hunter42@db.shop.org:5432/shop", "hunter42"),
    (Kind.ADDRESS_PASSWORD, "rtsp://admin:p@ss:w0rd@10.0.0.4/stream", "p@ss:w0rd"),
    (Kind.PASSWORD, "password: Sommer2024!", "Sommer2024!"),
    (Kind.PASSWORD, "Mein Passwort ist Katze-1984, geht aber nicht", "Katze-1984"),
    (Kind.PASSWORD, "mot de passe : Soleil75", "Soleil75"),
    (Kind.PASSWORD, '"wifi_password": "blue42kite"', "blue42kite"),
    (Kind.PASSWORD, "Server=db;Password=kite,42;blue;User=shop", "kite,42;blue"),
    (Kind.PASSWORD, "my password is 12345678", "12345678"),
    (Kind.PASSWORD, "passwort: kite-4242?", "kite-4242"),
    (Kind.PASSWORD, "api_key=9f86d081884c7d659a2feaa0", "9f86d081884c7d659a2feaa0"),
    (Kind.PASSWORD, "Authorization: Bearer 7Fq2xZ9pLm4Kt8Wv3Rn6", "7Fq2xZ9pLm4Kt8Wv3Rn6"),
    (Kind.PASSWORD, "<password>blue42kite</password>", "blue42kite"),
]


@pytest.mark.parametrize(("kind", "text", "fact"), FOUND)
def test_it_is_found_where_it_stands(kind, text, fact):
    assert kinds_and_texts(text) == [(kind, fact)]


@pytest.mark.parametrize(
    "frame", ["{}", "```\n{}\n```", "> {}", "* {}\n* next", "({})", "**{}**", "Ω {} — ok?\r\n", "\u200e{}\u200f"]
)
@pytest.mark.parametrize(
    "fact", ["4111 1111 1111 1111", "DE89370400440532013000", "+44 20 7946 0958", "ann@bikes.org", OWN, token()]
)
def test_what_stands_around_it_does_not_hide_it(frame, fact):
    assert [found.text for found in find(frame.format(fact))] == [fact]


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112 fails the check",
        "Serial 1234567890123452",
        "IMEI 490154203237518 of the phone",
        "id 3f4111111111111111a",
        "0.4111111111111111",
        "0,4111111111111111",
        "at 1732252800000 and 1732252800000000000 ns",
        "2bf4c5de-7f3a-4111-8111-111111111111",
        "DE89 3704 0044 0532 0130 01",
        "DE89 3704 0044 0532 0130 001",
        "CE12 3456 7890",
        "Part 36574261809",
        "Article 111222333 is out of stock",
        "Bestellung 501964843",
        "SKU 000-12-3456",
        "AA 12 34",
        "Version 2.10.1234567",
        "Firmware 03.04.0567 build 0201 123456",
        "error code 0201 123456",
        "Fehler 0171 1234567",
        "phone error code 0201 123456",
        "the serial of my phone, IMEI 0171234567890",
        "Numéro de série 06 12 34 56 78",
        "on 2024-03-01 12:30:45",
        "01.02.2023 10:15",
        "01/02/2023 10",
        "It was 1 234 567 890 €",
        "$650 253 0000",
        "192.168.178.20 and 10.0.0.138",
        "0x80070005",
        "612 345 678 rows",
        "Migrations 0116–0118 and 0171-0172",
        "https://lists.shop.org/20241122.1234@mail.shop.org/",
        "password=required,min=8;Server=db1",
        "00 00 00 10 20 30 40 50",
        "ann@example.com or x@mail.example.org or y@shop.example",
        "git clone git@github.com:bikes/shop.git",
        "logo@2x.png and getty@tty1.service",
        "@ann@mastodon.social",
        "django@5.2",
        "root@router:~# ls",
        "https://shop.org/home/products",
        "/home/pi/app and /home/user/x and /home/username",
        r"C:\Users\Public\Desktop and C:\Users\<you>\x",
        "GET /users/annlee/orders",
        "/home/$USER/bin",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "plk_…",
        token({"typ": "JWT", "kid": "no algorithm"}),
        "www.shop.org and a.b.c and version.two.three",
        "-----BEGIN PUBLIC KEY-----\nMIIEowIBAAKCAQEAx7y1\n-----END PUBLIC KEY-----",
        "http://localhost:8000/@ann",
        "postgres://user:password@localhost/db",
        "postgres://user:${DB_PASSWORD}@db/app",
        "https://shop.org/a:b@c",
        "password: ****",
        "password: required",
        "Passwort: vergessen",
        "I forgot my password, is 2 hours too long?",
        "the password is WPA2-PSK",
        "The password is case-sensitive.",
        "api_key=<your key>",
        "api_key = os.environ['API_KEY_2']",
        "token: $GITHUB_TOKEN_2024",
        "secret: {{ vault.secret_42 }}",
        "password=settings.DB_PASSWORD1",
        "token: https://shop.org/t0ken/help1",
        "Authorization: Bearer xxxxxxxxxxxxxxxxxxxx",
        "contrasena olvidada",
        "¿Dónde está mi pedido 20241122?",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert find(text) == []


def test_numbers_without_a_country_code_need_a_region():
    text = "Ring me: 044 668 18 00"
    assert find(text, regions=["GB"]) == []
    assert [fact.text for fact in find(text, regions=["CH"])] == ["044 668 18 00"]


def test_facts_come_in_order_and_do_not_overlap():
    text = f"ann@bikes.org https://ann:s3cretly@bikes.org/x {OWN} /home/annlee password={GITHUB} +49 30 901820"
    facts = find(text)
    assert [fact.kind for fact in facts] == [
        Kind.MAIL_ADDRESS,
        Kind.ADDRESS_PASSWORD,
        Kind.OWN_KEY,
        Kind.HOME_FOLDER,
        Kind.SERVICE_TOKEN,
        Kind.PHONE,
    ]
    assert all(one.end <= other.start for one, other in pairwise(facts))
    assert all(text[fact.start : fact.end] == fact.text for fact in facts)


def test_a_key_without_its_end_is_found_as_far_as_it_goes():
    (fact,) = find(PEM.rpartition("\n")[0] + "\n\nand then it stops.")
    assert fact.text == PEM.rpartition("\n")[0]


def test_only_what_its_owner_may_show_may_be_public():
    public = {kind for kind in Kind if Fact(kind, 0, 1, "x").may_be_public}
    assert public == {Kind.PHONE, Kind.MAIL_ADDRESS, Kind.HOME_FOLDER}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4111 1111 1111 1111", "4111 … 1111"),
        ("DE89 3704 0044 0532 0130 00", "DE89 … 3000"),
        ("mail ann@bikes.org", "a…@bikes.org"),
        ("call +44 20 7946 0958", "+44 … 58"),
        ("password: Sommer2024!", "S …"),
        (PEM, "BEGIN RSA PRIVATE KEY …"),
    ],
)
def test_it_is_shown_back_partly_covered(text, shown):
    assert find(text)[0].shown == shown


@pytest.mark.parametrize(("kind", "text", "fact"), FOUND)
def test_what_is_shown_and_what_is_masked_does_not_hold_it(kind, text, fact):
    facts = find(text)
    assert fact not in facts[0].shown
    assert fact not in masked(text, facts)
    assert find(masked(text, facts)) == []


def test_masking_keeps_everything_else():
    text = "Write to ann@bikes.org or call +44 20 7946 0958, *please*."
    assert masked(text, find(text)) == "Write to [mail address removed] or call [phone number removed], *please*."
    assert masked(text, find(text)[1:]) == "Write to ann@bikes.org or call [phone number removed], *please*."
    assert masked(text, []) == text


@pytest.mark.parametrize(
    "text",
    [
        "ann@bikes.org: hello",
        "ann@bikes.org(work)",
        "ann@bikes.org[1]\n\n[1]: https://bikes.org/",
        "![x](ann@bikes.org)",
        "`ann@bikes.org`",
        "```\nann@bikes.org: 1\n```",
        "    ann@bikes.org",
    ],
)
def test_the_mask_is_read_as_words(text):
    html = str(render(masked(text, find(text))))
    assert "[mail address removed]" in html
    assert "<a" not in html.partition("removed]")[0]


def test_masks_and_names_can_be_translated():
    for kind in Kind:
        assert masked("x", [Fact(kind, 0, 1, "x")]).startswith("[")
        assert str(kind.label)
    with translation.override("de"):
        assert masked("x", [Fact(Kind.PHONE, 0, 1, "x")])


@pytest.mark.parametrize(
    "text",
    [
        "\x00" * 50,
        "\ud800 password=\udfff12345aB \udfff@bikes.org",
        f"\u202e4111 1111\u202c @@@ ::// {BEGIN} {PRIVATE}",
        "+" * 500 + "(((((((((((((((00",
        "\u200b4\u200b1\u200b1",
        "٤١١١ ١١١١ ١١١١ ١١١١",
        "²³¼ ½ ⑨ 𝟜𝟙𝟙𝟙 𝟙𝟙𝟙𝟙 𝟙𝟙𝟙𝟙 𝟙𝟙𝟙𝟙 password=𝟜𝟙𝟙𝟙aA123",
        "eyJ" + "A" * 3000 + ".aaaa.bbbb",
        "eyJ" + "é" * 30 + ".aaaa.bbbb",
        "IBAN DE\u0661\u0662 3704 ẞß",
    ],
)
def test_awkward_text_is_read_without_an_error(text):
    for fact in find(text):
        assert text[fact.start : fact.end] == fact.text
    assert masked(text, find(text)) is not None


def seconds(text) -> float:
    best = []
    for _ in range(3):
        start = time.thread_time()
        find(text)
        best.append(time.thread_time() - start)
    return min(best)


@pytest.mark.parametrize(
    "piece",
    [
        "1", "1 ", "4111 ", "12-", "0171 123 ", "+49 ", "a", "a@", "a.", "a@a.", "DE12", "DE12 ", "eyJ", "eyJhbGci.", "/home/",
        "C:\\Users\\a ", f"{BEGIN} {PRIVATE}", f"{BEGIN} {PRIVATE}\n" + "A" * 40, "ghp_", "password=",
        "password is ", "token:", "a://a:", "a://", "bearer ", "x'\"` ", "((0", "sk-", "1-1-",
    ],
)  # fmt: skip
def test_a_text_four_times_as_long_takes_about_four_times_as_long(piece):
    short, long = (seconds(piece * (size // len(piece))) for size in (7_500, 30_000))
    assert long < 10 * max(short, 0.001)
