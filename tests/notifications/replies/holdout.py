"""Mails in shapes that the rules were not made on: written when they were settled, and read once before anything was changed.

Their first figure stands in docs/decisions/0019. `HOLDOUT` is as `CORPUS`.
"""

from tests.notifications.replies.shapes import ANN, FROM, ORIGINAL, ORIGINAL_HTML, TITLE, WHO, mail, quoted

HOLDOUT = [
    (
        "outlook-mac-en",
        mail(f"It is 2.4.1.\n\nAnn\n\n\nFrom: {WHO} <{FROM}>\nDate: Saturday, 21 November 2026 at 10:14\nTo: Ann Asker <{ANN}>\n"
             f"Subject: Re: {TITLE}\n\n{ORIGINAL}"),
        "It is 2.4.1.\n\nAnn",
    ),
    (
        "gmail-pt-portugal",
        mail(f"É a versão 2.4.1.\n\n{WHO} <{FROM}> escreveu (sábado, 21/11/2026 à(s)\n10:14):\n\n{quoted()}\n"),
        "É a versão 2.4.1.",
    ),
    (
        "zimbra-en",
        mail(f'It is 2.4.1.\n\n----- Original Message -----\nFrom: "{WHO}" <{FROM}>\nTo: "Ann Asker" <{ANN}>\n'
             f"Sent: Saturday, 21 November, 2026 10:14:03\nSubject: Re: {TITLE}\n\n{ORIGINAL}"),
        "It is 2.4.1.",
    ),
    (
        "orange-fr",
        mail(f"C'est la version 2.4.1.\n\n\n\n> Message du 21/11/26 10:14\n> De : \"{WHO}\" <{FROM}>\n> A : {ANN}\n> Copie à : \n"
             f"> Objet : Re: {TITLE}\n> \n{quoted()}\n"),
        "C'est la version 2.4.1.",
    ),
    (
        "gmx-web-de",
        mail(f'Es ist die Version 2.4.1.\n\nGesendet: Samstag, 21. November 2026 um 10:14 Uhr\nVon: "{WHO}" <{FROM}>\nAn: {ANN}\n'
             f"Betreff: Re: {TITLE}\n\n{ORIGINAL}"),
        "Es ist die Version 2.4.1.",
    ),
    (
        "notes-de",
        mail(f'Es ist die Version 2.4.1.\n\nGruß\nAnn\n\n\n\nVon:\t"{WHO}" <{FROM}>\nAn:\t"Ann Asker" <{ANN}>\nDatum:\t21.11.2026 10:14\n'
             f"Betreff:\tRe: {TITLE}\n\n\n\n{ORIGINAL}", charset="iso-8859-1", encoding="quoted-printable"),
        "Es ist die Version 2.4.1.",
    ),
    (
        "thunderbird-pl",
        mail(f"W dniu 21.11.2026 o 10:14, {WHO} pisze:\n{quoted()}\n\nTo wersja 2.4.1.\n", flowed=True),
        "To wersja 2.4.1.",
    ),
    (
        "gmail-sv",
        mail(f"Det är version 2.4.1.\n\nDen lör 21 nov. 2026 kl 10:14 skrev {WHO} <\n{FROM}>:\n\n{quoted()}\n"),
        "Det är version 2.4.1.",
    ),
    (
        "fairemail-en",
        mail(f"It is 2.4.1.\n\n21 Nov 2026 10:14:03 {WHO} <{FROM}>:\n\n{quoted()}\n"),
        "It is 2.4.1.",
    ),
    (
        "apple_mail-nl",
        mail(f"Het is versie 2.4.1.\n\n> Op 21 nov 2026, om 10:14 heeft {WHO} <{FROM}> het volgende geschreven:\n> \n{quoted()}\n"),
        "Het is versie 2.4.1.",
    ),
    (
        "outlook_mobile-it",
        mail(f"È la versione 2.4.1.\n\nOttieni Outlook per iOS<https://aka.ms/o0ukef>\n{'_' * 32}\nDa: {WHO} <{FROM}>\n"
             f"Inviato: sabato, novembre 21, 2026 10:14 AM\nA: {ANN} <{ANN}>\nOggetto: Re: {TITLE}\n\n{ORIGINAL}"),
        "È la versione 2.4.1.",
    ),
    (
        "yahoo-android-fr",
        mail(f"C'est la version 2.4.1.\n\nEnvoyé à partir de Yahoo Mail pour Android \n \n  Le sam. 21 nov. 2026 à 10:14, {WHO}"
             f"<{FROM}> a écrit :   {ORIGINAL}  \n"),
        "C'est la version 2.4.1.",
    ),
    (
        "spark-html",
        mail(html='<html><body><div name="messageBodySection"><div dir="auto">It is 2.4.1.<br><br>It blinks twice.</div></div>'
             '<div name="messageSignatureSection"><br><div class="matchFont">Ann Asker</div></div><div name="messageReplySection">'
             f'On 21 Nov 2026 at 10:14 +0100, {WHO} &lt;{FROM}&gt;, wrote:<br><blockquote type="cite">{ORIGINAL_HTML}</blockquote></div>'
             "</body></html>"),
        "It is 2.4.1.\n\nIt blinks twice.",
    ),
    (
        "proton-html",
        mail(html='<div style="font-family:Arial">It is 2.4.1.</div><div style="font-family:Arial"><br></div>'
             '<div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me/">'
             f'Proton Mail</a> secure email.</div></div><div class="protonmail_quote">On Saturday, November 21st, 2026 at 10:14, {WHO} '
             f'&lt;{FROM}&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">{ORIGINAL_HTML}</blockquote></div>'),
        "It is 2.4.1.",
    ),
    (
        "gmail-html-between",
        mail(html=f'<div dir="ltr">Hi Hugo,</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Sat, {WHO} wrote:<br>'
             '</div><blockquote class="gmail_quote"><div>Which version of the app do you have?</div></blockquote><div>It is 2.4.1.</div>'
             '<blockquote class="gmail_quote"><div>Does the light blink?</div></blockquote><div>Yes.</div></div>'),
        "Hi Hugo,\n\n> Which version of the app do you have?\n\nIt is 2.4.1.\n\n> Does the light blink?\n\nYes.",
    ),
    (
        "thunderbird-html-below",
        mail(html=f'<html><body><div class="moz-cite-prefix">On 21/11/2026 10:14, {WHO} wrote:<br></div><blockquote type="cite" '
             f'cite="mid:1@x">{ORIGINAL_HTML}</blockquote><p>It is 2.4.1.</p><p><br></p><div class="moz-signature">-- <br>Ann</div></body></html>'),
        "It is 2.4.1.",
    ),
    (
        "mutt-between",
        mail(f"On Sat, Nov 21, 2026 at 10:14:03AM +0100, {WHO} wrote:\n> Set the channel to 6 by hand.\n\nDone.\n\n> Which version of the "
             "app do you have,\n> and does the light blink?\n\nIt is 2.4.1, and it does.\n\n-- \nann\n"),
        "> Set the channel to 6 by hand.\n\nDone.\n\n> Which version of the app do you have,\n> and does the light blink?\n\n"
        "It is 2.4.1, and it does.",
    ),
    (
        "windows-mail-es",
        mail(f"Es la versión 2.4.1.\n\nEnviado desde Correo para Windows\n\nDe: {WHO}\nEnviado: sábado, 21 de noviembre de 2026 10:14\n"
             f"Para: {ANN}\nAsunto: Re: {TITLE}\n\n{ORIGINAL}", encoding="quoted-printable"),
        "Es la versión 2.4.1.",
    ),
    (
        "gmail-ko",
        mail(f"버전은 2.4.1입니다.\n\n2026년 11월 21일 (토) 오전 10:14, {WHO} <{FROM}>님이 작성:\n\n{quoted()}\n"),
        "버전은 2.4.1입니다.",
    ),
    (
        "qq-zh",
        mail(f'版本是2.4.1。\n\n\n\n\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人: "{WHO}" <{FROM}>;\n发送时间: 2026年11月21日'
             f"(星期六) 上午10:14\n收件人: \"Ann\" <{ANN}>;\n主题: Re: {TITLE}\n\n\n\n{ORIGINAL}", charset="gb18030", encoding="base64"),
        "版本是2.4.1。",
    ),
    (
        "bluemail-en",
        mail(f"It is 2.4.1.\n\nWhat I tried:\n1. channel 6\n2. a restart\n\nGet BlueMail for Android\nOn 21 Nov 2026, at 10:14, {WHO} <{FROM}> "
             f"wrote:\n\n{quoted(mark='>')}\n"),
        "It is 2.4.1.\n\nWhat I tried:\n1. channel 6\n2. a restart",
    ),
    (
        "aol-en",
        mail(f"It is 2.4.1.\n\n\n-----Original Message-----\nFrom: {WHO} <{FROM}>\nTo: {ANN}\nSent: Sat, Nov 21, 2026 10:14 am\n"
             f"Subject: Re: {TITLE}\n\n{ORIGINAL}"),
        "It is 2.4.1.",
    ),
    (
        "apple-html-below-de",
        mail(html=f'<html><body><blockquote type="cite"><div>Am 21.11.2026 um 10:14 schrieb {WHO} &lt;{FROM}&gt;:</div><br><div>{ORIGINAL_HTML}'
             "</div></blockquote><br><div>Es ist die Version 2.4.1.</div><div><br></div><div>Liebe Grüße</div><div>Ann</div></body></html>"),
        "Es ist die Version 2.4.1.",
    ),
]  # fmt: skip
