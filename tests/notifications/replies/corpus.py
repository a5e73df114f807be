# ruff: noqa: E501  mails are easier to read in their own lines
"""Mails in the shapes of common programs and languages, each with the words that a person would take from it.

`CORPUS` is a list of (name, raw mail, expected words). The people and what they say are made up.
"""

from tests.notifications.replies.shapes import (
    ANN,
    FROM,
    ORIGINAL,
    ORIGINAL_HTML,
    TITLE,
    WHO,
    apple_mail,
    gmail,
    iphone,
    mail,
    outlook,
    outlook_mobile,
    quoted,
    samsung,
    thunderbird,
    yahoo,
)

SHORT = {
    "en": "It is version 2.4.1, and the light blinks twice.",
    "de": "Es ist die Version 2.4.1, und das Licht blinkt zweimal.",
    "fr": "C'est la version 2.4.1, et le voyant clignote deux fois.",
    "es": "Es la versión 2.4.1 y la luz parpadea dos veces.",
    "pt": "É a versão 2.4.1, e a luz pisca duas vezes.",
    "it": "È la versione 2.4.1 e la luce lampeggia due volte.",
    "nl": "Het is versie 2.4.1 en het lampje knippert twee keer.",
    "ja": "バージョンは2.4.1で、ランプは二回点滅します。",
    "ru": "Версия 2.4.1, лампочка мигает дважды.",
}
LONG = {
    "en": (
        "I set the channel by hand as you said, and for two nights everything was fine. Last night at half past three "
        "the hub was gone again, and the app showed it as offline until I pulled the plug.\n\n"
        "Is there a log that I could send you?"
    ),
    "de": (
        "Ich habe den Kanal von Hand eingestellt, und zwei Nächte lang war alles gut. Heute früh um halb vier war die "
        "Zentrale wieder weg, und die App hielt sie für getrennt, bis ich den Stecker gezogen habe.\n\n"
        "Gibt es ein Protokoll, das ich schicken kann?"
    ),
    "fr": (
        "J'ai réglé le canal à la main comme vous le disiez, et pendant deux nuits tout allait bien. La nuit dernière, "
        "à trois heures et demie, la centrale avait encore disparu de l'application.\n\nQue puis-je essayer d'autre ?"
    ),
}


def _every(make, languages: str, words=None, **more):
    name = make.__name__
    for language in languages.split():
        said = (words or SHORT)[language]
        yield f"{name}-{language}", make(said, language, **more), said


CORPUS = [
    *_every(gmail, "en de fr es pt it nl ja ru"),
    *((f"{name}-long", raw, said) for name, raw, said in _every(gmail, "en de fr", LONG)),
    *_every(iphone, "en de fr es pt it ja ru"),
    *_every(apple_mail, "en de es it pt"),
    ("apple_mail-below-en", apple_mail(SHORT["en"], below=True), SHORT["en"]),
    ("apple_mail-below-fr", apple_mail(SHORT["fr"], "fr", below=True), SHORT["fr"]),
    *_every(outlook, "en de fr es pt it ru ja", encoding="quoted-printable"),
    *_every(outlook_mobile, "en de fr es"),
    *_every(yahoo, "en de es it"),
    *_every(thunderbird, "en de fr es pt it"),
    ("thunderbird-above-de", thunderbird(SHORT["de"], "de", above=True), SHORT["de"]),
    *_every(samsung, "en de fr es pt it"),
    # -- Answers between the lines
    (
        "between-thunderbird",
        mail(
            f"Hello Hugo,\n\nOn 21/11/2026 10:14, {WHO} wrote:\n> Hugo Helper answered your question\n>\n"
            ">> Set the channel to 6 by hand.\n\nDone, on both routers.\n\n>> Which version of the app do you have, and "
            "does the light blink?\n\n2.4.1, and yes, twice.\n\n> Did it help? Accept it.\n>\n> -- \n> Porchlight\n"
        ),
        ("Hello Hugo,\n\n> Set the channel to 6 by hand.\n\nDone, on both routers.\n\n"
        "> Which version of the app do you have, and does the light blink?\n\n2.4.1, and yes, twice."),
    ),
    (
        "between-close-de",
        mail(
            f"Am 21.11.26 um 10:14 schrieb {WHO}:\n>> Set the channel to 6 by hand.\nSchon gemacht.\n"
            ">> Which version of the app do you have?\n2.4.1\n"
        ),
        "> Set the channel to 6 by hand.\n\nSchon gemacht.\n\n> Which version of the app do you have?\n\n2.4.1",
    ),
    (
        "between-gmail-broken-quote",
        mail(
            f"On Sat, Nov 21, 2026 at 10:14 AM {WHO} <{FROM}> wrote:\n\n> Which version of the app do you have, and does the "
            "light of the hub blink\nwhile it is gone?\n> Thank you\n\n2.4.1, and it does.\n\n> Is it near a wall?\n\nNo.\n"
        ),
        ("> Which version of the app do you have, and does the light of the hub blink while it is gone?\n> Thank you\n\n"
        "2.4.1, and it does.\n\n> Is it near a wall?\n\nNo."),
    ),
    (
        "between-html",
        mail(
            html=f'<div>See below.</div><div>On 21 Nov 2026, at 10:14, {WHO} &lt;{FROM}&gt; wrote:</div>'
            '<blockquote type="cite"><div>Which version of the app do you have?</div></blockquote><div>It is 2.4.1.</div>'
            '<blockquote type="cite"><div>Does the light blink?</div></blockquote><div>Twice.</div>'
        ),
        "See below.\n\n> Which version of the app do you have?\n\nIt is 2.4.1.\n\n> Does the light blink?\n\nTwice.",
    ),
    # -- Forwarded
    (
        "forwarded-gmail",
        mail(
            f"My electrician says it is the router.\n\n---------- Forwarded message ---------\nFrom: Ed <ed@example.net>\n"
            f"Date: Fri, Nov 20, 2026 at 8:01 PM\nSubject: Router\nTo: <{ANN}>\n\n\nIt is the router.\n"
        ),
        "My electrician says it is the router.",
    ),
    (
        "forwarded-apple",
        mail(f"Is this related?\n\n> Begin forwarded message:\n> \n> From: Ed <ed@example.net>\n> Subject: Router\n> Date: 20"
             f" November 2026 at 20:01\n> To: {ANN}\n> \n> It is the router.\n"),
        "Is this related?",
    ),
    (
        "forwarded-outlook-de",
        outlook("Das schreibt mein Elektriker.", "de", line="-----Ursprüngliche Nachricht-----\n"),
        "Das schreibt mein Elektriker.",
    ),
    (
        "forwarded-nothing-said",
        mail(f"\n\n---------- Forwarded message ---------\nFrom: {WHO} <{FROM}>\nDate: Sat, Nov 21, 2026 at 10:14 AM\n"
             f"Subject: Re: {TITLE}\nTo: <{ANN}>\n\n{ORIGINAL}"),
        "",
    ),
    ("nothing-said", gmail(""), ""),
    # -- HTML alone
    (
        "html-gmail",
        mail(
            html=f'<div dir="ltr">It is <b>2.4.1</b>.<div><br></div><div>I tried:</div><ul><li>channel 6</li><li>a restart</li>'
            f'</ul></div><br><div class="gmail_quote"><div class="gmail_attr">On Sat, Nov 21, 2026 {WHO} wrote:<br></div>'
            f'<blockquote class="gmail_quote">{ORIGINAL_HTML}</blockquote></div>'
        ),
        "It is **2.4.1**.\n\nI tried:\n\n- channel 6\n- a restart",
    ),
    (
        "html-outlook-web",
        mail(
            html='<html><head><style>p {margin:0}</style></head><body dir="ltr"><div class="elementToProof">It is 2.4.1.</div>'
            '<div class="elementToProof"><br></div><div class="elementToProof">Ann</div><div id="appendonsend"></div>'
            f'<hr style="width:98%"><div id="divRplyFwdMsg"><b>From:</b> {WHO}<br><b>Sent:</b> Saturday</div>{ORIGINAL_HTML}'
            "</body></html>",
            encoding="quoted-printable",
        ),
        "It is 2.4.1.\n\nAnn",
    ),
    (
        "html-outlook-desktop-de",
        mail(
            html='<div class="WordSection1"><p class="MsoNormal">Es ist die 2.4.1.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;'
            '</o:p></p><p class="MsoNormal">Das Licht blinkt.</p><p class="MsoNormal">&nbsp;</p><div><div style="border:none;'
            'border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Von:</b> Hugo<br><b>Gesendet:</b>'
            f" Samstag</p></div></div>{ORIGINAL_HTML}</div>"
        ),
        "Es ist die 2.4.1.\n\nDas Licht blinkt.",
    ),
    (
        "html-apple",
        mail(
            html='<div>It is 2.4.1, see <a href="https://example.com/a">the picture</a>.</div><br id="lineBreakAtBeginningOfMessage">'
            f'<div><br><blockquote type="cite"><div>On 21 Nov 2026, at 10:14, {WHO} &lt;{FROM}&gt; wrote:</div><br>'
            f"<div>{ORIGINAL_HTML}</div></blockquote></div>"
        ),
        "It is 2.4.1, see [the picture](https://example.com/a).",
    ),
    (
        "html-yahoo",
        mail(
            html='<div class="ydp1yahoo-style-wrap"><div dir="ltr">It is 2.4.1.</div><div><br></div></div>'
            f'<div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Saturday, {WHO} wrote:</div>{ORIGINAL_HTML}</div>'
        ),
        "It is 2.4.1.",
    ),
    (
        "html-outlook-mobile-fr",
        mail(
            html='<div dir="auto">C\'est la 2.4.1.</div><div id="ms-outlook-mobile-signature"><div><br></div>Télécharger '
            '<a href="https://aka.ms/o0ukef">Outlook pour iOS</a></div><hr><div id="divRplyFwdMsg"><b>De :</b> Hugo</div>'
            f"{ORIGINAL_HTML}"
        ),
        "C'est la 2.4.1.",
    ),
    # -- Character sets and encodings
    ("charset-cp1252-called-latin1", mail("It’s “2.4.1”.\n\n" + quoted("Which version?"), charset="cp1252").replace(
        b"cp1252", b"iso-8859-1"), "It’s “2.4.1”."),
    ("charset-windows-1251", mail(SHORT["ru"] + "\n\n-- \nАнна\n", charset="windows-1251", encoding="base64"), SHORT["ru"]),
    ("charset-koi8-r", mail(SHORT["ru"], charset="koi8-r"), SHORT["ru"]),
    ("charset-iso-2022-jp", mail(SHORT["ja"], charset="iso-2022-jp"), SHORT["ja"]),
    ("charset-gb2312", mail("版本是2.4.1。\n\n发自我的iPhone\n", charset="gb2312", encoding="base64"), "版本是2.4.1。"),
    ("charset-unknown", mail(SHORT["de"], charset="x-unknown"), SHORT["de"]),
    # -- Signatures
    ("signature-dashes", mail(f"{SHORT['en']}\n\n-- \nAnn Asker\nElm Road 5\n\n{quoted()}\n"), SHORT["en"]),
    (
        "signature-business-de",
        outlook(f"{SHORT['de']}\n\nMit freundlichen Grüßen\n\nAnn Asker\nHausverwaltung\n\nMuster GmbH\nUlmenweg 5\n"
                "Tel. +49 30 1234567\nwww.muster.example", "de"),
        SHORT["de"],
    ),
    ("signature-goodbye-fr", gmail(f"{SHORT['fr']}\n\nBien cordialement,\n\nAnne Dupont", "fr"), SHORT["fr"]),
    ("signature-goodbye-es", gmail(f"{SHORT['es']}\n\nUn saludo,\nAna", "es"), SHORT["es"]),
    ("signature-thanks-is-no-end", mail("Thanks, Hugo!\n\nThat worked for one night.\nNow it is gone again."),
     "Thanks, Hugo!\n\nThat worked for one night.\nNow it is gone again."),
    ("signature-disclaimer", mail("It is 2.4.1.\n\nThis e-mail is confidential and for its receiver alone.\nDo not print it.\n"),
     "It is 2.4.1."),
    ("signature-proton", mail(f"It is 2.4.1.\n\nSent with [Proton Mail](https://proton.me/mail/home) secure email.\n\n"
                              f"On Saturday, November 21st, 2026 at 10:14, {WHO} <{FROM}> wrote:\n\n{quoted()}\n"), "It is 2.4.1."),
    ("signature-gmx-de", mail("Es ist die 2.4.1.\n\n--\nDiese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.\n"
                              f"Am 21.11.26, 10:14 schrieb {WHO} <{FROM}>:\n\n{quoted()}\n"), "Es ist die 2.4.1."),
    ("signature-k9-de", mail(f"Es ist die 2.4.1.\n\nAm 21. November 2026 10:14:03 MEZ schrieb {WHO} <{FROM}>:\n{quoted(mark='>')}\n-- \n"
                             "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.\n"), "Es ist die 2.4.1."),
    ("signature-mail-ru", mail("Версия 2.4.1.\n\n--\nОтправлено из Mail.ru для Android\nсуббота, 21 ноября 2026 г., 10:14 +03:00 от "
                               f"{WHO} <{FROM}>:\n\n{quoted()}\n"), "Версия 2.4.1."),
    # -- Words that must not be taken for anything else
    ("list-and-code", mail("What I did:\n\n- set channel 6\n- restarted\n\n```\nhub: gone\n    at 03:31\n```\n\n" + quoted() + "\n"),
     "What I did:\n\n- set channel 6\n- restarted\n\n```\nhub: gone\n    at 03:31\n```"),
    ("no-quote-at-all", mail("It is 2.4.1.\n\nThe label says:\nModel: H2\nYear: 2026\n"), "It is 2.4.1.\n\nThe label says:\nModel: H2\nYear: 2026"),
    ("wrote-in-a-sentence", mail("Ed wrote: it is the router.\nI do not think so.\n\n" + quoted()), "Ed wrote: it is the router.\nI do not think so."),
    ("photo-in-the-middle", None, "The light looks like this:\n\nIt does so all night."),
]  # fmt: skip

_PHOTO = (
    f"Message-ID: <photo@example.com>\nFrom: Ann <{ANN}>\nSubject: Re: {TITLE}\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="Apple-1"\n\n--Apple-1\nContent-Type: text/plain; charset=utf-8\n\nThe light looks like '
    "this:\n\n--Apple-1\nContent-Type: image/jpeg; name=IMG_1.jpeg\nContent-Disposition: inline; filename=IMG_1.jpeg\n"
    "Content-Transfer-Encoding: base64\n\n/9j/4AAQ\n--Apple-1\nContent-Type: text/plain; charset=utf-8\n\nIt does so all night.\n\n"
    f"Sent from my iPad\n\n> On 21 Nov 2026, at 10:14, {WHO} <{FROM}> wrote:\n> \n{quoted()}\n--Apple-1--\n"
).encode()
CORPUS = [(name, raw or _PHOTO, said) for name, raw, said in CORPUS]
