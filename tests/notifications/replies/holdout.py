# ruff: noqa: E501  mails are easier to read in their own lines
"""Mails in shapes that the rules were not made on: written when they were settled, and read once before anything was changed.

What failed in `FIRST` was mended, by what the failures had in common; `SECOND` was written after that. The figures of the
first reading of both stand in docs/decisions/0019. Both are as `CORPUS`.
"""

from tests.notifications.replies.shapes import ANN, FROM, ORIGINAL, ORIGINAL_HTML, TITLE, WHO, mail, quoted

FIRST = [
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
        ("> Set the channel to 6 by hand.\n\nDone.\n\n> Which version of the app do you have,\n> and does the light blink?\n\n"
        "It is 2.4.1, and it does."),
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

SECOND = [
    (
        "gmail-da",
        mail(f"Det er version 2.4.1.\n\nDen lør. 21. nov. 2026 kl. 10.14 skrev {WHO} <\n{FROM}>:\n\n{quoted()}\n"),
        "Det er version 2.4.1.",
    ),
    (
        "gmail-fi",
        mail(f"Se on versio 2.4.1.\n\nla 21. marrask. 2026 klo 10.14 {WHO} (\n{FROM}) kirjoitti:\n\n{quoted()}\n"),
        "Se on versio 2.4.1.",
    ),
    (
        "gmail-cs",
        mail(f"Je to verze 2.4.1.\n\nso 21. 11. 2026 v 10:14 odesílatel {WHO} <{FROM}>\nnapsal:\n\n{quoted()}\n"),
        "Je to verze 2.4.1.",
    ),
    (
        "gmail-tr",
        mail(f"Sürüm 2.4.1.\n\n{WHO} <{FROM}>, 21 Kas 2026 Cmt, 10:14\ntarihinde şunu yazdı:\n\n{quoted()}\n"),
        "Sürüm 2.4.1.",
    ),
    (
        "gmail-el",
        mail(f"Είναι η έκδοση 2.4.1.\n\nΣτις Σάβ 21 Νοε 2026 στις 10:14 π.μ., ο χρήστης {WHO} <{FROM}> έγραψε:\n\n{quoted()}\n"),
        "Είναι η έκδοση 2.4.1.",
    ),
    (
        "gmail-he",
        mail(f"זו גרסה 2.4.1.\n\n\u202bבתאריך שבת, 21 בנוב׳ 2026 ב-10:14 מאת \u202a{WHO}\u202c\u200f <\u202a{FROM}\u202c\u200f>:\u202c\n\n{quoted()}\n"),
        "זו גרסה 2.4.1.",
    ),
    (
        "outlook-nl",
        mail(f"Het is versie 2.4.1.\n\nMet vriendelijke groet,\n\nAnn Asker\n\nVan: {WHO} <{FROM}>\nVerzonden: zaterdag 21 november 2026 10:14\n"
             f"Aan: {ANN}\nOnderwerp: Re: {TITLE}\n\n{ORIGINAL}"),
        "Het is versie 2.4.1.",
    ),
    (
        "outlook-pl",
        mail(f"To wersja 2.4.1.\n\nPozdrawiam,\nAnna\n\nOd: {WHO} <{FROM}>\nWysłano: sobota, 21 listopada 2026 10:14\nDo: {ANN}\n"
             f"Temat: Re: {TITLE}\n\n{ORIGINAL}", charset="cp1250", encoding="quoted-printable"),
        "To wersja 2.4.1.",
    ),
    (
        "outlook-bold-headers",
        mail(f"It is 2.4.1.\n\n\n\n*From:* {WHO} <{FROM}>\n*Sent:* Saturday, November 21, 2026 10:14 AM\n*To:* {ANN}\n*Subject:* Re: {TITLE}\n\n"
             f"{ORIGINAL}"),
        "It is 2.4.1.",
    ),
    (
        "apple_mail-zh",
        mail(f"版本是2.4.1。\n\n> 在 2026年11月21日,10:14,{WHO} <{FROM}> 写道:\n> \n{quoted()}\n"),
        "版本是2.4.1。",
    ),
    (
        "exchange-phone-de",
        mail(f"Es ist die Version 2.4.1.\n\nGesendet mit Nine\n\nAm 21.11.2026 10:14 schrieb {WHO} <{FROM}>:\n\n{ORIGINAL}"),
        "Es ist die Version 2.4.1.",
    ),
    (
        "tuta-html",
        mail(html='<html><body><div dir="auto">It is 2.4.1.<br></div><div dir="auto"><br></div><div dir="auto">--<br></div><div dir="auto"> Secured '
             f'with Tuta Mail: <br></div><div dir="auto"> https://tuta.com/free-email<br></div><div><br></div><div>21 Nov 2026, 10:14 by {FROM}:<br>'
             f'</div><blockquote class="tutanota_quote">{ORIGINAL_HTML}</blockquote></body></html>'),
        "It is 2.4.1.",
    ),
    (
        "fastmail-html",
        mail(html=f'<!DOCTYPE html><html><head><title></title></head><body><div>It is 2.4.1.<br></div><div><br></div><div>On Sat, 21 Nov 2026, at 10:14, '
             f'{WHO} wrote:<br></div><blockquote type="cite" id="qt" style="overflow-wrap:break-word;">{ORIGINAL_HTML}</blockquote><div><br></div></body></html>'),
        "It is 2.4.1.",
    ),
    (
        "outlook-phone-new-html",
        mail(html='<html><body><div style="font-family:Aptos;font-size:12pt" dir="auto">It is 2.4.1.</div><div dir="auto"><br></div><div dir="auto">It blinks '
             'twice.</div><div id="mail-editor-reference-message-container"><hr><div style="text-align:left"><b>From:</b> Hugo<br><b>Date:</b> Saturday'
             f"</div>{ORIGINAL_HTML}</div></body></html>", encoding="base64"),
        "It is 2.4.1.\n\nIt blinks twice.",
    ),
    (
        "hotmail-html-es",
        mail(html='<div class="elementToProof" style="font-family:Aptos">Es la versión 2.4.1.</div><div id="Signature"><div>Ana</div></div><div id="appendonsend">'
             f'</div><hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>De:</b> {WHO}<br><b>Enviado:</b> sábado</div><div>{ORIGINAL_HTML}</div>'),
        "Es la versión 2.4.1.",
    ),
    (
        "icloud-web-en",
        mail(f"It is 2.4.1.\n\n\nOn Nov 21, 2026, at 10:14 AM, {WHO} <{FROM}> wrote:\n\n\n{ORIGINAL}"),
        "It is 2.4.1.",
    ),
    (
        "antivirus-below-de",
        mail(f"Am 21.11.2026 um 10:14 schrieb {WHO}:\n{quoted()}\n\nEs ist die Version 2.4.1.\n\n-- \nDiese E-Mail wurde von "
             "Avast-Antivirussoftware auf Viren geprüft.\nwww.avast.com\n"),
        "Es ist die Version 2.4.1.",
    ),
    (
        "thunderbird-flowed-between-fr",
        mail(f"Le 21/11/2026 à 10:14, {WHO} a écrit :\n> Set the channel to 6 by hand.\n\nC'est fait depuis hier soir, et la nuit a été calme pour la \n"
             "première fois.\n\n> Which version of the app do you have?\n\nLa 2.4.1.\n\nMerci,\nAnne\n", flowed=True),
        ("> Set the channel to 6 by hand.\n\nC'est fait depuis hier soir, et la nuit a été calme pour la première fois.\n\n"
        "> Which version of the app do you have?\n\nLa 2.4.1."),
    ),
    (
        "claws-top-with-link",
        mail(f"It is 2.4.1 👍\nSee https://example.com/a/very/long/address/that/goes/on/and/on/without/any/end/in/sight?x=1\n\nOn Sat, 21 Nov 2026 10:14:03 "
             f"+0000\n\"{WHO}\" <{FROM}> wrote:\n\n{quoted()}\n"),
        "It is 2.4.1 👍\nSee https://example.com/a/very/long/address/that/goes/on/and/on/without/any/end/in/sight?x=1",
    ),
    (
        "roundcube-below-it",
        mail(f"Il 2026-11-21 10:14 {WHO} ha scritto:\n{quoted()}\n\nÈ la versione 2.4.1.\n\nSaluti\nAnna\n"),
        "È la versione 2.4.1.",
    ),
]  # fmt: skip
