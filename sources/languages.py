"""Languages that articles are written in, by ISO 639 code."""

from django.conf.locale import LANG_INFO

_BEYOND_DJANGO = {
    "am": "Amharic",
    "an": "Aragonese",
    "as": "Assamese",
    "dz": "Dzongkha",
    "fo": "Faroese",
    "gu": "Gujarati",
    "ha": "Hausa",
    "ht": "Haitian Creole",
    "jv": "Javanese",
    "ku": "Kurdish",
    "la": "Latin",
    "ln": "Lingala",
    "lo": "Lao",
    "mg": "Malagasy",
    "mt": "Maltese",
    "oc": "Occitan",
    "om": "Oromo",
    "or": "Odia",
    "ps": "Pashto",
    "qu": "Quechua",
    "rhg": "Rohingya",
    "rn": "Rundi",
    "rw": "Kinyarwanda",
    "sd": "Sindhi",
    "se": "Northern Sami",
    "sg": "Sango",
    "si": "Sinhala",
    "so": "Somali",
    "ti": "Tigrinya",
    "tl": "Tagalog",
    "vo": "Volapük",
    "wa": "Walloon",
    "xh": "Xhosa",
    "yo": "Yoruba",
    "zh": "Chinese",
    "zu": "Zulu",
}
UNDETERMINED = "und"

_NAMES = _BEYOND_DJANGO | {
    code: info["name"] for code, info in LANG_INFO.items() if len(code) <= 3 and "name" in info
}
CHOICES = [
    *sorted(_NAMES.items(), key=lambda language: language[1]),
    (UNDETERMINED, "Not determined"),
]


def name_of(code: str) -> str:
    """Return the English name of a language, or the code itself where we know no name.

    >>> name_of("en"), name_of("ps"), name_of("und"), name_of("tlh")
    ('English', 'Pashto', 'Not determined', 'tlh')
    """
    return dict(CHOICES).get(code, code)
