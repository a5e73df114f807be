"""Signatures: what stands at the end of many mails, and in no post."""

import re

_DASHES = re.compile(r"^\s?(?:--|—|__)\s?$")
# Words that programs add, each a whole line. Devices and programs have any name, so lines are bounded by their length.
_SENT_FROM = re.compile(
    r"""^[\W_]*(?:
      (?:sent|shared)\ (?:from|with|via|using)\b.{1,80}
    | (?:get|download|try)\ (?:outlook|bluemail|spark|proton\ mail|yahoo\ mail)\b.{0,80}
    | (?:von|aus)\ (?:meinem|meiner|mein)\b.{1,60}\bgesendet | gesendet\ (?:von|mit|aus|über)\b.{1,80}
    | diese\ (?:e-?mail|nachricht)\ wurde\ von\ .{1,60}\ gesendet | holen\ sie\ sich\ outlook.{0,60} | outlook\ für\ .{1,20}\ (?:beziehen|herunterladen)
    | (?:envoyé|envoyée|expédié)\ (?:de(?:puis)?|à\ partir|avec|via|par)\b.{1,80} | (?:télécharger|obtenir|obtenez)\ outlook.{0,60}
    | (?:enviado|mandado)\ (?:desde|con|do|da|de|pelo|pela|através|a\ partir|por|vía|via|com)\b.{1,80}
    | (?:obtener|obtén|descarga|descargar|consiga|obter|obtenha|baixe|transferir)\ (?:o\ )?outlook.{0,60}
    | (?:inviato|inviata|spedito)\ (?:da(?:l|lla|ll['’])?|con|tramite|mediante)\b.{1,80} | (?:ottieni|scarica|ottenere)\ outlook.{0,60}
    | (?:verstuurd|verzonden)\ (?:vanaf|vanuit|met|via|van)\b.{1,80} | (?:outlook\ voor\ .{1,20}\ downloaden|download\ outlook.{0,60})
    | (?:skickat|sendt|sänt)\ (?:från|fra)\b.{1,60} | wysłan[eoy]\ z\b.{1,60} | odesláno\ z\b.{1,60} | lähetetty\b.{1,60}
    | отправлено\ (?:с|со|из|от|через)\b.{1,60} | .{0,40}(?:dan|den|tan|ten|umdan|imden)\ gönderildi
    | .{1,30}から送信 | .{1,30}より送信 | 发自我的.{1,30} | 從我的.{1,30}傳送 | 나의\ .{1,30}에서\ 보냄 | .{1,30}에서\ 보냄
    )[\W_]*(?:<?https?://\S+>?)?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
# How people say good-bye: a whole line, before their name.
_GOODBYE = re.compile(
    r"""^[\W_]*(?:(?:
      (?:many\ |with\ |my\ |all\ (?:the\ )?)?(?:kind(?:est)?|best|warm(?:est)?)?\ ?(?:regards|wishes)|all\ the\ best|best|cheers|sincerely(?:\ yours)?
    | yours\ (?:sincerely|faithfully|truly)|thanks(?:\ (?:again|a\ lot|so\ much|in\ advance|and\ (?:kind|best)\ regards))?|many\ thanks
    | thank\ you(?:\ (?:very\ much|so\ much|in\ advance|again))?|br|kr|rgds|take\ care
    | (?:mit\ )?(?:(?:freundliche[mnr]?|liebe[mnr]?|viele[mnr]?|beste[mnr]?|schöne[mnr]?|herzliche[mnr]?|sonnige)\ )+(?:grü(?:ß|ss)en?|gru(?:ß|ss)|dank)
    | gru(?:ß|ss)|grü(?:ß|ss)e|mfg|vg|lg|danke(?:\ (?:im\ voraus|schön|und\ (?:viele\ |liebe\ )?grü(?:ß|ss)e))?|vielen\ dank(?:\ im\ voraus)?
    | (?:bien\ )?cordialement|bien\ à\ vous|salutations(?:\ distinguées)?|sincères\ salutations|amicalement|bonne\ (?:journée|soirée)|merci(?:\ (?:d['’]avance|beaucoup|encore))?|cdlt
    | (?:un\ )?(?:cordial(?:es)?\ )?saludos?(?:\ cordiales)?|atentamente|(?:muchas\ )?gracias(?:\ (?:de\ antemano|por\ adelantado))?|un\ abrazo
    | (?:com\ os\ )?(?:melhores\ )?cumprimentos|atenciosamente|abraços?|(?:muito\ )?obrigad[oa](?:\ desde\ já)?|att
    | (?:i\ miei\ )?(?:più\ )?(?:cordiali|distinti|tanti|cari)\ saluti|saluti|cordialmente|(?:molte\ )?grazie(?:\ (?:mille|in\ anticipo))?|buona\ giornata|un\ saluto
    | (?:met\ )?(?:vriendelijke|hartelijke)\ groet(?:en)?|groet(?:en|jes)?|bedankt|mvg|alvast\ bedankt
    | med\ vänliga?\ hälsning(?:ar)?|(?:med\ )?venlig\ hilsen|mvh|pozdrawiam|z\ poważaniem|s\ pozdravem
    | с\ уважением|с\ наилучшими\ пожеланиями|спасибо|よろしくお願い(?:いた)?します|以上
    )[\W_]*)$""",
    re.IGNORECASE | re.VERBOSE,
)
_DISCLAIMER = re.compile(
    r"""^[\W_]*(?:(?:confidentiality|legal)\ (?:notice|note)|disclaimer|this\ (?:e-?mail|message)(?:\ and\ any\ (?:attachments?|files))?.{0,40}\ (?:is|are|may|contains?)\ .{0,40}\b(?:confidential|privileged)
    | diese\ (?:e-?mail|nachricht)\ (?:kann|enthält|ist).{0,40}\bvertrauliche?
    | ce\ (?:message|courriel).{0,60}\bconfidentiel|este\ (?:mensaje|correo).{0,80}\bconfidencial|esta\ mensagem.{0,80}\bconfidencial
    | (?:questo\ messaggio|questa\ e-?mail|le\ informazioni\ contenute).{0,80}\b(?:riservat|confidenzial)
    | please\ consider\ the\ environment\ before\ printing
    | virus-free\.\W|virenfrei\.\W|sans\ virus\.\W|libre\ de\ virus\W)""",
    re.IGNORECASE | re.VERBOSE,
)
# A name: a few words, each with a capital or short; in scripts without capitals, a short line.
_NAME = re.compile(r"^[\W_]*(?:(?:[A-ZÀ-ÖØ-ÞА-ЯЁ][\w.'’-]*|von|van|de|der|den|da|di|do|dos|la|le|del|y|e|zu|of)[ ,&|/]*){1,5}[\W_]*$|^[^\x00-\u02ff]{1,20}$")
# The end of a sentence, but not that of a company's name.
_SENTENCE = re.compile(r"(?<!Ltd)(?<!Inc)(?<!Co)(?<!S\.A)(?<!e\.K)(?<!bzw)[.!?:;…。！？]$")
_PICTURE = re.compile(r"^\s*\[(?:image|cid|bild|imagen|imagem|immagine)\b[^\]]*\]\s*$", re.IGNORECASE)
LONGEST_FAREWELL = 10  # lines after a good-bye that can be a name, a role, a company and how to reach it
LONGEST_ADVERT = 160  # characters of a line that a program added
LONGEST_LINE = 70  # characters of such a line


def without_signature(text: str) -> str:
    """The text up to its signature, without the blank lines around it."""
    lines = [line for line in text.split("\n") if not _PICTURE.match(line)]
    for number, line in enumerate(lines):
        if _DASHES.match(line) or _DISCLAIMER.match(line):
            lines = lines[:number]
            break
    _strip(lines)
    while lines and len(lines[-1]) <= LONGEST_ADVERT and _SENT_FROM.match(lines[-1].strip()):
        lines.pop()
        _strip(lines)
    lines = lines[: _farewell(lines)]
    _strip(lines)
    return "\n".join(lines)


def _farewell(lines: list[str]) -> int:
    """The line of the good-bye that nothing but a name and how to reach it follows; the end where there is none."""
    after: list[str] = []
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].strip()
        if not line:
            continue
        if len(line) <= LONGEST_LINE and _GOODBYE.match(line) and (not after or _NAME.match(after[0])):
            return number if any(other.strip() for other in lines[:number]) else len(lines)
        after.insert(0, line)
        if len(after) > LONGEST_FAREWELL or len(line) > LONGEST_LINE or _SENTENCE.search(line):
            break
    return len(lines)


def _strip(lines: list[str]) -> None:
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
