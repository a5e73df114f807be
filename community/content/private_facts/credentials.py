"""Keys, tokens and passwords: what opens a door to whoever reads it."""

import base64
import json
import math
import re
from collections import Counter
from collections.abc import Iterator

from community.content.private_facts.facts import Kind

Found = Iterator[tuple[Kind, int, int]]

_PEM_BEGIN = re.compile(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END [A-Z0-9 ]{0,40}-----")
_PEM_LINES = re.compile(r"(?:(?:\s|\\[nr]|> ?)*[A-Za-z0-9+/=]{16,})*")


def private_keys(text: str) -> Found:
    """Whole blocks of RFC 7468 (PEM) that hold a private key; where the end is missing, as far as the key goes."""
    begins = list(_PEM_BEGIN.finditer(text))
    ends = [match.end() for match in _PEM_END.finditer(text)]
    limits = [*(begin.start() for begin in begins[1:]), len(text)]
    for begin, limit in zip(begins, limits, strict=False):
        while ends and ends[0] <= begin.end():
            ends.pop(0)
        if ends and ends[0] <= limit:
            yield Kind.PRIVATE_KEY, begin.start(), ends[0]
        elif lines := _PEM_LINES.match(text, begin.end(), limit):
            yield Kind.PRIVATE_KEY, begin.start(), lines.end()


_JWT = re.compile(r"(?<![\w.-])(e[a-zA-Z0-9][\w-]{8,2000})\.[\w-]{4,20000}\.[\w-]{0,2000}(?![\w-])")


def web_tokens(text: str) -> Found:
    """JSON Web Tokens by RFC 7519: three parts, the first of which is a header that names its `alg`."""
    for match in _JWT.finditer(text):
        if _is_header(match[1]):
            yield Kind.WEB_TOKEN, *match.span()


def _is_header(part: str) -> bool:
    try:
        header = json.loads(base64.urlsafe_b64decode(part.encode("ascii") + b"=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return False
    return isinstance(header, dict) and "alg" in header


# Prefix and length, as each service publishes them for secret scanning.
_AWS = r"(?:AKIA|ASIA)[A-Z2-7]{16}"  # AWS IAM: access key ids, of a user or for a while
_TOKENS = (
    r"gh[pousr]_[A-Za-z0-9_]{36,251}",  # GitHub, token formats of 2021
    r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",  # GitHub, with chosen rights
    r"gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas|imt|ffct)-[\w-]{20,300}(?:\.[a-z0-9]{2}\.?[a-z0-9]{7})?",  # GitLab
    r"xox[abeoprs]-[A-Za-z0-9-]{20,300}",  # Slack, token types
    r"xapp-\d-[A-Za-z0-9-]{20,300}",  # Slack, app level
    r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,250}",  # Stripe, secret and restricted keys
    r"whsec_[A-Za-z0-9+/]{32,64}",  # Stripe, signing of webhooks
    r"AIza[\w-]{35}",  # Google, API keys
    r"GOCSPX-[\w-]{28}",  # Google, secrets of OAuth clients
    r"ya29\.[\w-]{20,1000}",  # Google, OAuth access
    r"npm_[A-Za-z0-9]{36}",  # npm, access tokens
    r"pypi-AgE[\w-]{50,1000}",  # PyPI, macaroons
    r"SG\.[\w-]{22}\.[\w-]{43}",  # SendGrid
    r"sk-(?:ant-|proj-)?[\w-]{32,250}",  # OpenAI, Anthropic
    r"hf_[A-Za-z0-9]{34}",  # Hugging Face
    r"do[opr]_v1_[a-f0-9]{64}",  # DigitalOcean
    r"dckr_pat_[\w-]{27}",  # Docker Hub
    r"\d{8,10}:AA[\w-]{33}",  # Telegram, bots
)
_PREFIXED = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?P<cloud>{_AWS})|(?P<own>plk_[\w-]{{40,50}})|(?P<token>{'|'.join(_TOKENS)}))(?![A-Za-z0-9])"
)
_KIND_OF = {"cloud": Kind.CLOUD_KEY, "own": Kind.OWN_KEY, "token": Kind.SERVICE_TOKEN}


def prefixed_keys(text: str) -> Found:
    """Keys that their makers begin with a word of their own; Porchlight's are `plk_` and 32 random bytes."""
    for match in _PREFIXED.finditer(text):
        body = match[0][4:]
        if len(set(body)) >= 8 and not match[0].endswith("EXAMPLE"):
            yield _KIND_OF[str(match.lastgroup)], *match.span()


_ADDRESS = re.compile(r"(?<![\w+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s/@:]{0,64}:([^\s/]{1,128})@(?=[\w\[])")


def passwords_in_addresses(text: str) -> Found:
    """The second half of the user information of RFC 3986: `scheme://user:password@host`."""
    for match in _ADDRESS.finditer(text):
        if not _stands_for_another(match[1]):
            yield Kind.ADDRESS_PASSWORD, *match.span(1)


_CHOSEN = (
    r"passwor[dt]|passwd|passphrase|passcode|(?<![a-z])pwd|(?<![a-z])pass|(?<![a-z])psk|kennwort|mot de passe|"
    r"contrase(?:ñ|n)a|(?<![a-z])senha|palavra-passe|wachtwoord|netzwerkschlüssel|wi-?fi key|wlan-?key"
)
_DRAWN = r"secret|token|api[ _-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|secret[_-]?key|credential"
# A comma may be part of it, unless the next field begins there.
_VALUE = r"""["'`*]{0,3}(?P<value>(?:[^\s"'`<>,;&|]|[,;|](?=[^\s"'`<>,;&|])(?![\w-]{1,40}[=:])){6,400})"""
_ASSIGNED = re.compile(
    rf"(?:(?P<password>{_CHOSEN})|{_DRAWN})"
    rf"(?P<field>[\"'`\]*]{{0,3}}[ \t]{{0,3}}(?::=|=>|=|:)[ \t]{{0,3}}|>)?"
    rf"(?(field)|[ \t](?:is|was|ist|lautet|est|es|è|é)[: \t][ \t]?)"
    rf"{_VALUE}",
    re.IGNORECASE,
)
_BEARER = re.compile(
    r"\b(?:bearer|basic|authorization:[ \t]?token)[ \t]{1,3}(?P<value>[A-Za-z0-9._~+/-]{16,2000}={0,2})", re.IGNORECASE
)


def assigned_secrets(text: str) -> Found:
    """What is given as a password, a key or a token, where it looks like one and not like a word or a place to fill in."""
    for match in _BEARER.finditer(text):
        value = match["value"].rstrip(".")
        if _is_random(value, least=16):
            yield Kind.PASSWORD, match.start("value"), match.start("value") + len(value)
    for match in _ASSIGNED.finditer(text):
        value = match["value"].rstrip(".:?)]}*\\")
        looks_real = _is_chosen(value, told=not match["field"]) if match["password"] else _is_random(value, least=10)
        if looks_real and not _is_code(value):
            yield Kind.PASSWORD, match.start("value"), match.start("value") + len(value)


_FILLED_IN = re.compile(
    r"[<{$%\[(].*|.*(?:\.\.\.|…|\*\*|xxxx|••).*|"
    r"(?:my|your|the|db|some|dein|votre|tu)?[-_ ]?"
    r"(?:password|passwd|pass|pw|secret|token|user|key|passwort|kennwort)[-_ ]?(?:here|hier|ici|123)?|"
    r"pwd|change-?_?me|example|guest|redacted|hidden|removed|(.)\1*|none|null",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = re.compile(
    r"(?:wpa|wep|sha|md|utf|base|aes|rsa|oauth|ipv|http|tls|ssl|x|ntlmv?|bcrypt|argon)-?\d.*|"
    r"\d+[-_]?(?:bits?|chars?|min|days?|[hms])|\d[\d./:-]*",
    re.IGNORECASE,
)


def _stands_for_another(value: str) -> bool:
    """Whether it is what a manual writes for a secret: `<your key>`, `$TOKEN`, `****`."""
    return _FILLED_IN.fullmatch(value) is not None


def _is_code(value: str) -> bool:
    """Whether it is an expression or an address, and not a value."""
    return (
        "://" in value
        or re.match(r"[A-Za-z_][\w.]*[(\[{]|(?:[A-Za-z_]+\.)+[A-Za-z_]\w*$|[./~]*/\w+/|[A-Z]:\\", value) is not None
    )


def _classes(value: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
    return sum(any(test(sign) for sign in value) for test in tests)


def _is_chosen(value: str, *, told: bool) -> bool:
    """Whether it looks like a password that a person chose; in a sentence ("the password is …") it must look more so."""
    if len(value) < 6 or _stands_for_another(value):
        return False
    if value.isdigit():
        return True
    if _NAMES.fullmatch(value):
        return False
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    return letters and (digits if not told else (digits and len(value) >= 8) or _classes(value) >= 3)


def _is_random(value: str, *, least: int) -> bool:
    """Whether it looks drawn by lot: long enough, letters and digits, and three bits of entropy a character (Shannon)."""
    if (
        len(value) < least
        or _stands_for_another(value)
        or not any(map(str.isdigit, value))
        or not any(map(str.isalpha, value))
    ):
        return False
    counts = Counter(value).values()
    entropy = -sum(count / len(value) * math.log2(count / len(value)) for count in counts)
    return entropy >= 3 and (_classes(value) >= 3 or len(value) >= 16)
