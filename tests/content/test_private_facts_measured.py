"""How much of what is planted is found, and how often a customer's plain question raises a false alarm."""

import base64
import csv
import json
import random
import string
from collections import Counter

import phonenumbers
import pytest

from community.content.private_facts import Kind, find
from tests.operations import dumps

EACH = 25
CHECKED = {Kind.PAYMENT_CARD, Kind.BANK_ACCOUNT, Kind.NATIONAL_NUMBER}
AT_HOME = ["US", "GB", "DE", "FR", "ES", "PT", "IT", "NL"]
ABROAD = ["CH", "AT", "BE", "SE", "NO", "DK", "FI", "PL", "CZ", "IE", "BR", "MX", "AR", "IN", "JP", "AU", "ZA"]

CARDS = [
    ("4", 16, (4, 4, 4, 4)),
    ("53", 16, (4, 4, 4, 4)),
    ("2301", 16, (4, 4, 4, 4)),
    ("37", 15, (4, 6, 5)),
    ("36", 14, (4, 6, 4)),
    ("6011", 16, (4, 4, 4, 4)),
    ("3530", 16, (4, 4, 4, 4)),
    ("6221", 19, (4, 4, 4, 4, 3)),
]
ACCOUNTS = [
    ("DE", "9" * 18),
    ("FR", "9" * 10 + "A" * 11 + "99"),
    ("ES", "9" * 20),
    ("NL", "Z" * 4 + "9" * 10),
    ("IT", "Z" + "9" * 10 + "A" * 12),
    ("GB", "Z" * 4 + "9" * 14),
    ("PT", "9" * 21),
    ("BE", "9" * 12),
    ("AT", "9" * 16),
    ("CH", "9" * 5 + "A" * 12),
    ("PL", "9" * 24),
]
FOLDERS = [
    "/home/{}/.config/app.ini",
    "/Users/{}/Library",
    "C:\\Users\\{}\\AppData",
    "C:/Users/{}/x.log",
    "C:\\\\Users\\\\{}\\\\x",
]
TOKENS = [
    ("ghp_", 36),
    ("ghs_", 36),
    ("glpat-", 20),
    ("sk_live_", 24),
    ("rk_test_", 24),
    ("AIza", 35),
    ("npm_", 36),
    ("pypi-AgEIcHlwaS5vcmc", 60),
    ("xoxb-2048-4096-", 24),
    ("plk_", 43),
]
SAID = [
    "password: {}",
    "Passwort: {}",
    "mot de passe : {}",
    "contraseña: {}",
    "senha = {}",
    "DB_PASSWORD={}",
    '"password": "{}"',
    "wachtwoord: {}",
]
DRAWN = ["api_key={}", "secret: {}", "Authorization: Bearer {}", "X-Auth-Token: {}", "client_secret = '{}'"]

SENTENCES = [
    "I was charged twice, here is what I used: {}.",
    "Can somebody look at {}? It worked yesterday.",
    "Das geht seit dem Update nicht mehr ({}), was nun?",
    "Hallo, {} wird nicht angenommen",
    "Bonjour, j'ai saisi {} et rien ne se passe.",
    "Hola, he puesto {}, pero sale un aviso",
    "Olá! Usei {} e não funciona; obrigado",
    "Ho inserito {} e poi si blocca tutto!",
    "Ik heb {} ingevuld, daarna gebeurt er niets",
    "```\n2024-11-02 10:15:01 INFO sent {}\n```",
    "> support asked me for this: {}\n\nIs that normal?",
    "* first this\n* then {}\n* then nothing",
]
CALLS = [
    "Call me: {}",
    "Meine Nummer ist {}, abends",
    "Vous pouvez m'appeler au {}.",
    "mi teléfono {} gracias",
]


def digits(lot, count):
    return "".join(lot.choice(string.digits) for _ in range(count))


def signs(lot, count, alphabet=string.ascii_letters + string.digits):
    return "".join(lot.choice(alphabet) for _ in range(count))


def grouped(number, sizes, by=" "):
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return by.join(part for part in parts if part)


def with_luhn_digit(stem):
    total = sum(sum(divmod(int(sign) * (2 if at % 2 == 0 else 1), 10)) for at, sign in enumerate(reversed(stem)))
    return stem + str(-total % 10)


def card(lot):
    head, length, sizes = lot.choice(CARDS)
    number = with_luhn_digit(head + digits(lot, length - len(head) - 1))
    return lot.choice([number, grouped(number, sizes), grouped(number, sizes, "-"), grouped(number, sizes, "\u00a0")])


def account(lot):
    country, shape = lot.choice(ACCOUNTS)
    alphabets = {"9": string.digits, "Z": string.ascii_uppercase, "A": string.ascii_uppercase + string.digits}
    body = "".join(lot.choice(alphabets[kind]) for kind in shape)
    check = 98 - int("".join(str(int(sign, 36)) for sign in body + country + "00")) % 97
    number = f"{country}{check:02}{body}"
    return lot.choice([number, grouped(number, [4] * 9), number.lower()])


def german_tax_number(lot):
    ten = lot.sample("1234567890", 9)
    if ten[0] == "0":
        ten.reverse()
    ten.insert(5, ten[2])
    product = 10
    for sign in ten:
        product = ((int(sign) + product) % 10 or 10) * 2 % 11
    number = "".join(ten) + str((11 - product) % 10)
    return lot.choice([grouped(number, (2, 3, 3, 3)), "Steuer-ID " + number])


def french_number(lot):
    born = f"{lot.choice('12')}{lot.randrange(40, 99)}{lot.randrange(1, 13):02}"
    stem = f"{born}{lot.randrange(10, 95)}{lot.randrange(1, 990):03}{lot.randrange(1, 999):03}"
    number = f"{stem}{97 - int(stem) % 97:02}"
    return lot.choice([number, grouped(number, (1, 2, 2, 2, 3, 3, 2))])


def spanish_number(lot):
    number = digits(lot, 8)
    return number + lot.choice(["", "-"]) + "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23]


def dutch_number(lot):
    while True:
        number = "1" + digits(lot, 8)
        if sum(int(sign) * weight for sign, weight in zip(number, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0:
            return f"BSN {number}"


def brazilian_number(lot):
    number = digits(lot, 9)
    for _ in range(2):
        total = sum(int(sign) * weight for sign, weight in zip(reversed(number), range(2, 20), strict=False))
        number += str(0 if total % 11 < 2 else 11 - total % 11)
    return lot.choice([f"{number[:3]}.{number[3:6]}.{number[6:9]}-{number[9:]}", f"CPF {number}"])


def portuguese_number(lot):
    number = "2" + digits(lot, 7)
    total = sum(int(sign) * weight for sign, weight in zip(number, range(9, 1, -1), strict=True))
    return f"NIF {number}{0 if total % 11 < 2 else 11 - total % 11}"


def national_number(lot):
    countries = [german_tax_number, french_number, spanish_number, dutch_number, brazilian_number, portuguese_number]
    return lot.choice(countries)(lot)


def phone(lot):
    region = lot.choice(AT_HOME + ABROAD)
    kind = lot.choice([phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE])
    number = phonenumbers.example_number_for_type(region, kind)
    forms = phonenumbers.PhoneNumberFormat
    if region in AT_HOME and lot.random() < 0.5:
        return phonenumbers.format_number(number, forms.NATIONAL)
    return phonenumbers.format_number(number, lot.choice([forms.E164, forms.INTERNATIONAL]))


def mail_address(lot):
    name = lot.choice(["ann.lee", "jürgen", "m-dupont", "sofia_r", "info", "j.p.smit+shop", "x1982"])
    return f"{name}@{lot.choice(['bikes.org', 'post.bikes.co.uk', 'web-laden.de', 'correo.es', 'vélo.fr'])}"


def home_folder(lot):
    return lot.choice(FOLDERS).format(lot.choice(["annlee", "j.smit", "Sofia", "m_dupont", "kowalski2"]))


def cloud_key(lot):
    return lot.choice(["AKIA", "ASIA"]) + signs(lot, 16, string.ascii_uppercase + "234567")


def service_token(lot):
    prefix, count = lot.choice(TOKENS)
    return prefix + signs(lot, count)


def web_token(lot):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    header = lot.choice([{"alg": "HS256", "typ": "JWT"}, {"typ": "JWT", "alg": "RS256", "kid": digits(lot, 4)}])
    return f"{part(header)}.{part({'sub': digits(lot, 6)})}.{signs(lot, 43)}"


def private_key(lot):
    name = lot.choice(["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY"])
    lines = "\n".join(signs(lot, 64) for _ in range(lot.randrange(2, 20)))
    return f"-----BEGIN {name}-----\n{lines}\n-----END {name}-----"


def word(lot):
    noun = lot.choice(["Garten", "kite", "Soleil", "verano", "Maré", "gatto", "Fiets"])
    return noun + lot.choice(["", "-", "!", "_"]) + digits(lot, 3)


def address_password(lot):
    scheme = lot.choice(["https", "postgres", "ftp", "rtsp", "redis", "mysql+pymysql", "amqp"])
    host = lot.choice(["db.bikes.org", "10.0.0.4:5432", "localhost"])
    return f"{scheme}://{lot.choice(['ann', 'shop', ''])}:{word(lot)}@{host}/x"


def password(lot):
    if lot.random() < 0.6:
        return lot.choice(SAID).format(word(lot))
    return lot.choice(DRAWN).format(signs(lot, 32))


PLANTED = {
    Kind.PAYMENT_CARD: card,
    Kind.BANK_ACCOUNT: account,
    Kind.NATIONAL_NUMBER: national_number,
    Kind.PHONE: phone,
    Kind.MAIL_ADDRESS: mail_address,
    Kind.HOME_FOLDER: home_folder,
    Kind.CLOUD_KEY: cloud_key,
    Kind.SERVICE_TOKEN: service_token,
    Kind.WEB_TOKEN: web_token,
    Kind.PRIVATE_KEY: private_key,
    Kind.ADDRESS_PASSWORD: address_password,
    Kind.PASSWORD: password,
}


def is_found(kind, written, text) -> bool:
    """Whether there is one fact, of that kind, inside of what was planted and, where that is only a number, all of it."""
    accepted = {kind, Kind.OWN_KEY} if kind is Kind.SERVICE_TOKEN else {kind}
    facts = find(text)
    whole = kind in (
        Kind.PAYMENT_CARD,
        Kind.BANK_ACCOUNT,
        Kind.PHONE,
        Kind.MAIL_ADDRESS,
        Kind.PRIVATE_KEY,
        Kind.WEB_TOKEN,
    )
    return (
        len(facts) == 1
        and facts[0].kind in accepted
        and facts[0].text in written
        and (not whole or facts[0].text == written)
    )


@pytest.mark.proof
def test_what_is_planted_is_found(figure):
    lot = random.Random(20241122)
    found, planted, missed = Counter(), Counter(), []
    for kind, make in PLANTED.items():
        for _ in range(EACH):
            written = make(lot)
            text = lot.choice(SENTENCES + (CALLS if kind is Kind.PHONE else [])).format(written)
            part = "with a checksum" if kind in CHECKED else "others"
            planted[part] += 1
            found[part] += is_found(kind, written, text)
            if not is_found(kind, written, text):
                missed.append((kind.value, text))
    told = ", ".join(f"{found[part]} of {planted[part]} {part}" for part in planted)
    figure(
        f"private facts: {sum(planted.values())} planted, of {len(PLANTED)} kinds, in sentences of seven languages",
        "all with a checksum and 95 % of the rest found",
        told,
    )
    assert found["with a checksum"] == planted["with a checksum"], missed
    assert found["others"] >= 0.95 * planted["others"], missed


@pytest.mark.proof
def test_plain_questions_raise_hardly_an_alarm(figure):
    path = dumps.REAL / "banking77" / "train.csv"
    if not path.exists():
        pytest.skip("The questions of banking customers (banking77) are not here.")
    with path.open(encoding="utf-8", newline="") as file:
        questions = [row["text"] for row in csv.DictReader(file)]
    alarms = [(question, [fact.text for fact in find(question)]) for question in questions if find(question)]
    figure(
        "private facts: false alarms in questions of a bank's customers",
        "false alarm on at most 1 %",
        f"{len(alarms)} of {len(questions):,} lines",
    )
    assert len(alarms) <= 0.01 * len(questions), alarms[:20]
