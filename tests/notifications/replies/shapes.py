"""How mail programs write a reply: what they put around the words, in which encoding, in which parts.

The people are made up. Each function returns the raw bytes of one mail.
"""

import quopri
from base64 import encodebytes
from textwrap import wrap

WHO = "Hugo Helper via Porchlight"
FROM = "notify@help.example.com"
TO = "reply+0123456789abcdef0123456789abcdef@help.example.com"
ANN = "ann@example.com"
TITLE = "The hub loses its Wi-Fi every night"

ORIGINAL = f"""[Answered]

Hugo Helper answered your question

{TITLE}

> Set the channel to 6 by hand.
>
> Which version of the app do you have, and does the light blink?

Did it help? Accept it, so that others with this problem find it first.

Read the answer:
https://help.example.com/questions/12/the-hub-loses-its-wi-fi/#answer-34

Answer this mail to comment on the answer, for everybody to read.

--\x20
Porchlight · https://help.example.com
You get this because you asked this question.
Choose what comes by mail: https://help.example.com/notifications/settings/
No more mail about this: https://help.example.com/notifications/unsubscribe/eyJhb:1vZ:abc/
"""
ORIGINAL_HTML = f"""<div style="display:none">Set the channel to 6 by hand.</div>
<table><tr><td><p>Answered</p><h1>Hugo Helper answered your question</h1><p>{TITLE}</p>
<div style="border-left:3px solid #ded8d0;padding:2px 0 2px 14px"><p>Set the channel to 6 by hand.</p>
<p>Which version of the app do you have, and does the light blink?</p></div>
<p><a href="https://help.example.com/questions/12/">Read the answer</a></p>
<p><a href="https://help.example.com/notifications/unsubscribe/eyJhb:1vZ:abc/">No more mail about this</a></p>
</td></tr></table>"""


def quoted(text: str = ORIGINAL, mark: str = "> ") -> str:
    """Each line with a mark; marks that are there already get no space between, as most programs do it."""
    return "\n".join(
        (mark.rstrip() + line if line.startswith(">") else mark + line).rstrip() for line in text.split("\n")
    )


def mail(
    text: str = "",
    html: str = "",
    *,
    charset: str = "utf-8",
    encoding: str = "8bit",
    flowed: bool = False,
    headers: str = "",
    subject: str = f"Re: {TITLE}",
    number: int = 1,
) -> bytes:
    """A mail from Ann with these bodies; both make a multipart/alternative."""
    head = (
        f"Message-ID: <reply-{number}@example.com>\nFrom: Ann Asker <{ANN}>\nTo: {WHO} <{TO}>\nSubject: {subject}\n"
        f"Date: Sat, 21 Nov 2026 11:02:03 +0100\nMIME-Version: 1.0\n{headers}"
    ).encode()
    parts = []
    if text:
        kind = f"text/plain; charset={charset}" + ("; format=flowed" if flowed else "")
        parts.append(_part(kind, text, charset, encoding))
    if html:
        parts.append(_part(f"text/html; charset={charset}", html, charset, encoding))
    if len(parts) == 1:
        return head + parts[0]
    joined = b"".join(b"--=_b\n" + part + b"\n" for part in parts)
    return head + b'Content-Type: multipart/alternative; boundary="=_b"\n\n' + joined + b"--=_b--\n"


def _part(kind: str, body: str, charset: str, encoding: str) -> bytes:
    payload = body.encode({"x-unknown": "utf-8"}.get(charset, charset))
    if encoding == "base64":
        payload = encodebytes(payload)
    elif encoding == "quoted-printable":
        payload = quopri.encodestring(payload)
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + payload


# -- What each program writes above what it quotes, by language. NAME and ADDR are put in.

_GMAIL = {
    "en": "On Sat, Nov 21, 2026 at 10:14 AM {who} <\n{addr}> wrote:",
    "de": "Am Sa., 21. Nov. 2026 um 10:14 Uhr schrieb {who} <\n{addr}>:",
    "fr": "Le sam. 21 nov. 2026 à 10:14, {who} <{addr}>\na écrit :",
    "es": "El sáb, 21 nov 2026 a las 10:14, {who} (<\n{addr}>) escribió:",
    "pt": "Em sáb., 21 de nov. de 2026 às 10:14, {who} <\n{addr}> escreveu:",
    "it": "Il giorno sab 21 nov 2026 alle ore 10:14 {who} <\n{addr}> ha scritto:",
    "nl": "Op za 21 nov 2026 om 10:14 schreef {who} <{addr}>:",
    "ja": "2026年11月21日(土) 10:14 {who} <{addr}>:",
    "ru": "сб, 21 нояб. 2026 г. в 10:14, {who} <{addr}>:",
}
_APPLE = {
    "en": "On 21 Nov 2026, at 10:14, {who} <{addr}> wrote:",
    "de": "Am 21.11.2026 um 10:14 schrieb {who} <{addr}>:",
    "fr": "Le 21 nov. 2026 à 10:14, {who} <{addr}> a écrit :",
    "es": "El 21 nov 2026, a las 10:14, {who} <{addr}> escribió:",
    "pt": "No dia 21 de nov. de 2026, às 10:14, {who} <{addr}> escreveu:",
    "it": "Il giorno 21 nov 2026, alle ore 10:14, {who} <{addr}> ha scritto:",
    "ja": "2026/11/21 10:14、{who} <{addr}>のメール:",
    "ru": "21 нояб. 2026 г., в 10:14, {who} <{addr}> написал(а):",
}
_IPHONE = {
    "en": "Sent from my iPhone",
    "de": "Von meinem iPhone gesendet",
    "fr": "Envoyé de mon iPhone",
    "es": "Enviado desde mi iPhone",
    "pt": "Enviado do meu iPhone",
    "it": "Inviato da iPhone",
    "ja": "iPhoneから送信",
    "ru": "Отправлено с iPhone",
}
_BIRD = {
    "en": "On 21/11/2026 10:14, {who} wrote:",
    "de": "Am 21.11.26 um 10:14 schrieb {who}:",
    "fr": "Le 21/11/2026 à 10:14, {who} a écrit :",
    "es": "El 21/11/26 a las 10:14, {who} escribió:",
    "pt": "Às 10:14 de 21/11/2026, {who} escreveu:",
    "it": "Il 21/11/2026 10:14, {who} ha scritto:",
}
_OUTLOOK = {
    "en": ("From", "Sent", "Saturday, November 21, 2026 10:14 AM", "To", "Subject"),
    "de": ("Von", "Gesendet", "Samstag, 21. November 2026 10:14", "An", "Betreff"),
    "fr": ("De ", "Envoyé ", "samedi 21 novembre 2026 10:14", "À ", "Objet "),
    "es": ("De", "Enviado el", "sábado, 21 de noviembre de 2026 10:14", "Para", "Asunto"),
    "pt": ("De", "Enviada", "21 de novembro de 2026 10:14", "Para", "Assunto"),
    "it": ("Da", "Inviato", "sabato 21 novembre 2026 10:14", "A", "Oggetto"),
    "ru": ("От", "Отправлено", "21 ноября 2026 г. 10:14", "Кому", "Тема"),
    "ja": ("差出人", "送信日時", "2026年11月21日 10:14", "宛先", "件名"),
}
_OUTLOOK_MOBILE = {
    "en": "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "de": "Outlook für Android herunterladen<https://aka.ms/AAb9ysg>",
    "fr": "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
    "es": "Obtener Outlook para Android<https://aka.ms/AAb9ysg>",
}
_YAHOO = {
    "en": "On Saturday, November 21, 2026 at 10:14:03 AM GMT+1, {who} <{addr}> wrote:",
    "de": "Am Samstag, 21. November 2026 um 10:14:03 MEZ hat {who} <{addr}> Folgendes geschrieben:",
    "es": "El sábado, 21 de noviembre de 2026, 10:14:03 CET, {who} <{addr}> escribió:",
    "it": "Il sabato 21 novembre 2026 alle ore 10:14:03 CET, {who} <{addr}> ha scritto:",
}
_SAMSUNG = {
    "en": ("Original message", "From", "Date", "To", "Subject", ""),
    "de": (
        "Ursprüngliche Nachricht",
        "Von",
        "Datum",
        "An",
        "Betreff",
        "Von meinem Samsung Galaxy Smartphone gesendet.",
    ),
    "fr": ("Message d'origine", "De ", "Date ", "À ", "Objet ", "Envoyé depuis mon smartphone Samsung Galaxy."),
    "es": ("Mensaje original", "De", "Fecha", "Para", "Asunto", "Enviado desde mi Galaxy"),
    "pt": ("Mensagem original", "De", "Data", "Para", "Assunto", "Enviado do meu smartphone Samsung Galaxy."),
    "it": ("Messaggio originale", "Da", "Data", "A", "Oggetto", "Inviato dal mio Galaxy"),
}


def _said(table: dict[str, str], language: str) -> str:
    return table[language].format(who=WHO, addr=FROM)


def gmail(words: str, language: str = "en", **more) -> bytes:
    """Lines of 72 to 78 characters, the reply above, and the same in HTML."""
    broken = "\n".join("\n".join(wrap(line, 76, break_long_words=False)) or "" for line in words.split("\n"))
    lines = "".join(f"<div>{line or '<br>'}</div>" for line in words.split("\n"))
    html = (
        f'<div dir="ltr">{lines}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f'{_said(_GMAIL, language)}<br></div><blockquote class="gmail_quote">{ORIGINAL_HTML}</blockquote></div>'
    )
    more = {"encoding": "quoted-printable"} | more
    return mail(f"{broken}\n\n{_said(_GMAIL, language)}\n\n{quoted()}\n", html, **more)


def iphone(words: str, language: str = "en", **more) -> bytes:
    """The introduction is quoted too, with a byte-order mark after it."""
    text = f"{words}\n\n{_IPHONE[language]}\n\n> {_said(_APPLE, language)}\n> \n> \ufeff{quoted()[2:]}\n"
    return mail(text, **({"encoding": "base64"} | more))


def apple_mail(words: str, language: str = "en", *, below: bool = False, **more) -> bytes:
    quote = f"{_said(_APPLE, language)}\n\n{quoted()}"
    return mail(f"{quote}\n\n{words}\n" if below else f"{words}\n\n{quote}\n", **more)


def outlook(words: str, language: str = "en", *, line: str = "", **more) -> bytes:
    """Nothing is marked: the headers of what is answered stand above it."""
    from_, sent, date, to, subject = _OUTLOOK[language]
    headers = f"{from_}: {WHO} <{FROM}>\n{sent}: {date}\n{to}: Ann Asker <{ANN}>\n{subject}: Re: {TITLE}"
    return mail(f"{words}\n\n{line}{headers}\n\n{ORIGINAL}".replace("\n", "\r\n"), **more)


def outlook_mobile(words: str, language: str = "en", **more) -> bytes:
    return outlook(f"{words}\n\n{_OUTLOOK_MOBILE[language]}", language, line="_" * 32 + "\n", **more)


def yahoo(words: str, language: str = "en", **more) -> bytes:
    """Nothing is marked, and all of it is indented a little."""
    original = "\n".join(f" {line}" for line in ORIGINAL.split("\n"))
    return mail(f" {words}\n\n    {_said(_YAHOO, language)}  \n \n {original}\n  ", **more)


def thunderbird(words: str, language: str = "en", *, above: bool = False, **more) -> bytes:
    """Below what is quoted, as its makers want it."""
    quote = f"{_said(_BIRD, language)}\n{quoted()}"
    text = f"{words}\n\n{quote}\n" if above else f"{quote}\n\n{words}\n"
    return mail(text, **({"flowed": True} | more))


def samsung(words: str, language: str = "en", **more) -> bytes:
    original, from_, date, to, subject, sent = _SAMSUNG[language]
    return mail(
        f"{words}\n\n\n\n{sent}\n\n-------- {original} --------\n{from_}: {WHO} <{FROM}> \n{date}: 21/11/2026  10:14"
        f"  (GMT+01:00) \n{to}: {ANN} \n{subject}: Re: {TITLE} \n\n{ORIGINAL}",
        **({"encoding": "base64"} | more),
    )
