"""Which text-search configuration of PostgreSQL reads a language."""

# Named for the language codes of the settings. Another language is read word by word, as written.
_CONFIGURATIONS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


def configuration(language: str) -> str:
    """The name of the configuration for a language code such as `de` or `pt-br`."""
    return _CONFIGURATIONS.get(language.split("-")[0], "simple")
