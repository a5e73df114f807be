"""What programs and people write at the end of mails, by language. Expressions, of which one is a whole line."""

# Words that programs add: "Sent from …", then what it is, somewhere in the line.
SENT = {
    "en": ("sent (?:from|with|via|using)",),
    "de": (
        "(?:von|aus) mein(?:em|er)?",
        "gesendet (?:von|mit|aus|über)",
        "diese (?:e-?mail|nachricht) wurde von",
        "holen sie sich",
    ),
    "fr": ("envoyée? (?:de|depuis|à partir|avec|via|par)",),
    "es": ("enviado (?:desde|con|por|vía|a través)",),
    "pt": ("enviad[oa] (?:do|da|de|pelo|pela|por|com|via|a partir)",),
    "it": ("inviat[oa] (?:da|dal|dalla|con|tramite)",),
    "nl": ("(?:verstuurd|verzonden) (?:vanaf|vanuit|met|via|van)",),
    "sv da": ("(?:skickat|sendt) (?:från|fra|med)",),
    "pl cs": ("wysłan[eoy] z", "odesláno z"),
    "ru": ("отправлено (?:с|со|из|от|через)",),
}
WITH = (
    "iphone|ipad|ipod|ios|macbook|android|samsung|galaxy|pixel|huawei|honor|xiaomi|redmi|oneplus|motorola|nokia|sony|xperia|htc|lg"
    "|blackberry|windows|outlook|hotmail|gmail|yahoo|aol|gmx|web[.]de|t-online|proton|tuta|fastmail|mail[.]ru|mail für|mail for"
    "|mail app|mobile|smartphone|telefon|handy|téléphone|móvil|celular|cellulare|telefoon|smartfon|телефон|мобильн|tablet"
    "|spark|nine|bluemail|airmail|mailbird|superhuman|k-9|thunderbird|correo para|courrier pour|posta per|correio para"
)
# "Get Outlook for iOS", in the order of the languages above.
GET = (
    (
        "(?:get|download|holen sie sich|télécharger|obtenir|obtenez|obtener|obtén|descargar?|consiga|obter|obtenha"
        "|baixe|transferir|ottieni|scarica)(?: o| the)? (?:outlook|bluemail|yahoo mail|proton mail|spark)\\b.{0,60}"
    ),
    "outlook (?:für|voor) .{1,20} (?:herunterladen|downloaden).{0,40}",
)
# Where the words come after the name of the thing.
SENT_AFTER = (
    "(?:von|aus) mein(?:em|er)? .{1,60} gesendet[.]?",
    ".{1,40}['’]?(?:dan|den|tan|ten) gönderildi",
    ".{1,30}(?:から|より)送信",
    "发自我的.{1,30}",
    "從我的.{1,30}傳送",
    ".{1,30}에서 보냄",
)
# How people say good-bye, before their name.
GOODBYES = {
    "en": (
        "(?:(?:many|with|my|all the) )?(?:(?:kind|kindest|best|warm|warmest) )?(?:regards|wishes)", "all the best", "best",
        "cheers", "sincerely(?: yours)?", "yours (?:sincerely|faithfully|truly)",
        "(?:many )?thanks(?: (?:again|a lot|so much|in advance))?",
        "thanks and (?:kind|best) regards", "thank you(?: (?:very much|so much|in advance|again))?", "br", "kr", "rgds",
        "take care",
    ),
    "de": (
        "(?:mit )?(?:(?:freundlich|lieb|viel|best|schön|herzlich|sonnig)e[mnr]? )+(?:grü(?:ß|ss)en?|gru(?:ß|ss)|dank)",
        "gru(?:ß|ss)", "grü(?:ß|ss)e", "mfg", "vg", "lg", "danke(?: (?:im voraus|schön))?",
        "danke und (?:(?:viele|liebe) )?grü(?:ß|ss)e", "vielen dank(?: im voraus)?",
    ),
    "fr": (
        "(?:bien )?cordialement", "bien à (?:vous|toi)", "(?:sincères )?salutations(?: distinguées)?", "amicalement", "cdlt",
        "bonne (?:journée|soirée)", "merci(?: (?:d['’]avance|beaucoup|encore))?",
    ),
    "es": (
        "(?:un )?(?:cordial(?:es)? )?saludos?(?: cordiales)?", "atentamente", "un abrazo",
        "(?:muchas )?gracias(?: (?:de antemano|por adelantado))?",
    ),
    "pt": (
        "(?:com os )?(?:melhores )?cumprimentos", "atenciosamente", "att", "abraços?", "(?:muito )?obrigad[oa](?: desde já)?",
    ),
    "it": (
        "(?:(?:i miei|più|cordiali|distinti|tanti|cari) )*saluti", "cordialmente", "un saluto", "buona giornata",
        "(?:molte )?grazie(?: (?:mille|in anticipo))?",
    ),
    "nl": ("(?:met )?(?:(?:vriendelijke|hartelijke) )?groet(?:en|jes)?", "(?:alvast )?bedankt", "mvg"),
    "sv da": ("med vänliga? hälsning(?:ar)?", "(?:med )?venlig hilsen", "mvh"),
    "pl cs": ("pozdrawiam", "z poważaniem", "s pozdravem"),
    "ru": ("с уважением", "с наилучшими пожеланиями", "спасибо"),
    "ja": ("よろしくお願い(?:いた)?します", "以上"),
}  # fmt: skip
# How a note about confidentiality, the environment or a scanner begins.
DISCLAIMERS = {
    "en": (
        "confidentiality (?:notice|note)", r"disclaimer\W*$", "virus-free[.]",
        "please consider the environment before printing",
        ("this (?:e-?mail|message)(?: and any (?:attachments?|files))? .{0,40}(?:is|are|may|contains?) .{0,40}"
        "(?:confidential|privileged)"),
    ),
    "de": ("diese (?:e-?mail|nachricht) (?:kann|enthält|ist) .{0,40}vertraulich", "virenfrei[.]"),
    "fr": ("ce (?:message|courriel).{0,60}confidentiel", "sans virus[.]"),
    "es": ("este (?:mensaje|correo).{0,80}confidencial", "libre de virus"),
    "pt": ("esta mensagem.{0,80}confidencial",),
    "it": ("(?:questo messaggio|questa e-?mail|le informazioni contenute).{0,80}(?:riservat|confidenzial)",),
}  # fmt: skip


def any_of(phrases: dict[str, tuple[str, ...]]) -> str:
    """One expression for the phrases of all languages."""
    return "|".join(phrase for each in phrases.values() for phrase in each)
