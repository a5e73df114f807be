"""Home folders, which are named after the person."""

import re
from collections.abc import Iterator

from community.content.private_facts.facts import Kind

_NAME = r"(?P<name>[^\W_][\w.-]{0,39})"
_UNIX = re.compile(
    r"(?:(?<![\w./~-])|(?<=file://)|(?<=-[IL]))(?:/(?:mnt|var|export|usr|[a-z]|mnt/[a-z]))?/(?:home|Users)/" + _NAME
)
_WINDOWS = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]:[\\/]{1,2}(?:Users|Benutzer|Utilisateurs|Documents and Settings)[\\/]{1,2}"
    r"(?P<name>[^\W_][\w.-]{0,39}(?: [\w.-]{1,40}){1,2}(?=[\\/])|[^\W_][\w.-]{0,39})",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"admin|administrator|alarm|all|all users|default user|app|ansible|build|ci|circleci|coder|"
    r"container|default|dev|debian|docker|fedora|git|guest|home|index|jenkins|kali|linuxbrew|me|"
    r"myname|myuser|name|node|nobody|ops|pi|postgres|public|root|runner|shared|site|someone|"
    r"somebody|student|test|travis|ubuntu|user[a-z0-9]?|username|users|utente|utilisateur|usuario|"
    r"utilizador|benutzer|gebruiker|vagrant|vscode|web|www|you|your|your-name|your-user|your-"
    r"username|yourname|your_name|your_username|youruser|yourusername|ec2-user|(.)\1*",
    re.IGNORECASE,
)


def home_folders(text: str) -> Iterator[tuple[Kind, int, int]]:
    """The name in a path below `/home`, `/Users` or `C:\\Users`, unless it is one that systems and manuals give."""
    for pattern in (_UNIX, _WINDOWS):
        for match in pattern.finditer(text):
            name = match["name"].rstrip(".-")
            if _is_somebody(name) and not text.startswith("://", match.end("name")):
                yield Kind.HOME_FOLDER, match.start("name"), match.start("name") + len(name)


def _is_somebody(name: str) -> bool:
    return not _NOBODY.fullmatch(name) and any(sign.isalpha() for sign in name)
