"""The modifiers of CPT and HCPCS level II, and which procedures take which of the numbered ones."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SURGERY = ((10000, 69999),)
_LABORATORY = ((80000, 89999), (36415, 36416))
_VISITS = ((90791, 90792), (92002, 92014), (97161, 97172), (98940, 98943), (99201, 99499))
_OTHER_MEDICINE = ((90281, 99199),)
_ANY = ((100, 99999),)

# A number absent here (65, 68, 70) is no modifier; after a code it can only be the end of another code.
_TAKEN_BY: dict[str, tuple[tuple[int, int], ...]] = (
    dict.fromkeys(("59", "76", "77"), _ANY)
    | dict.fromkeys(("24", "25", "27", "32", "57"), _VISITS)
    | dict.fromkeys(("22", "50", "51"), ((100, 79999), *_OTHER_MEDICINE))
    | {"52": ((100, 79999), *_OTHER_MEDICINE, (99381, 99499)), "53": (*_SURGERY, *_OTHER_MEDICINE)}
    | dict.fromkeys(
        ("47", "54", "55", "56", "62", "63", "66", "73", "74", "78", "79", "80", "81", "82", "99"), _SURGERY
    )
    | dict.fromkeys(("90", "91", "92"), _LABORATORY)
    | dict.fromkeys(("93", "95"), (*_OTHER_MEDICINE, (99201, 99380), (99400, 99499)))
    | dict.fromkeys(("96", "97"), ((92500, 92700), (96100, 97799)))
    | {"23": ((100, 1999),), "26": ((51725, 51798), (59020, 59025), (70000, 89999), *_OTHER_MEDICINE), "58": _SURGERY}
    | {"33": (*_SURGERY, (76000, 77999), (99381, 99499)), "21": ((99201, 99499),)}
)
NUMBERED = frozenset(_TAKEN_BY)
# After a hyphen oftener the end of a range (11042-47).
RARE = frozenset(("23", "27", "32", "47", "56", "63", "66", "81", "92", "96", "97", "99"))

# First character, then the second characters that it takes.
_LETTERED = {
    "1": "P",
    "2": "P",
    "3": "P",
    "8": "P",
    "A": "123456789ABDEFGHIJKMOPQRSTUVWXYZ",
    "B": "ALOPRU",
    "C": "ABCDEFGHIJKLMNOPQRST",
    "D": "A",
    "E": "1234ABCDEJMPRTXY",
    "F": "123456789ABCPQRSTXY",
    "G": "0123456789ABCDEFGHJKLMNOPQRSTUVWXYZ",
    "H": "9ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "J": "ABCDEGKLWZ",
    "K": "01234ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "L": "CDLMRSTU",
    "M": "ABCDEFGHS",
    "N": "BGHNRU",
    "P": "123456ABCDILMNOST",
    "Q": "0123456789ACDEFGHIJKLMNPQRSTWXYZ",
    "R": "ABCDEGHIJNRT",
    "S": "ABCDEFGHJKLMNQSTUVWYZ",
    "T": "123456789ABCDEFGHJKLMNPQRSTUVW",
    "U": "123456789ABCDEFGHJKNPQRS",
    "V": "123456789MP",
    "X": "12345EPSU",
    "Z": "ABC",
}
LETTERED = frozenset(first + second for first, rest in _LETTERED.items() for second in rest)

# Read wherever they stand in capitals: a coder's text hardly uses them for anything else.
SURE = _words(
    """
    1P 2P 3P 8P AQ CQ EJ EY FQ FS GC GE GJ GK GL GN GP GQ GR GT GV GW GX GY GZ HJ HK JG JW JZ KB KD KE KF KH KI KJ
    KQ KR KT KU KV KX NU Q5 Q6 Q7 Q8 Q9 QE QF QG QH QK QL QN QS QT QW QX QY QZ RB TC TF TJ TK TQ TW XE XP XS XU
    """
)
# In capitals they are mostly words, places or departments, so they need a list, a hyphen or the word "modifier".
WORDY = _words(
    """
    AD AH AM CA CC CO CP CR CS CT ED EM EP ER ET GA HA HC HE HI HO HR IT KY LA LL MA MB MC MD ME MH MS PA PC PD PI PL
    PM PN PO PS PT RA RN SA SC SE SH ST SU TA TB TD TN TS TV UA UB UN UP UR US
    """
)
# Words that capitals leave doubtful only where everything is in capitals.
ENGLISH = _words("AI AM AS AT GO HE ME PT UP US")
# Read in small letters too, where a hyphen or the word "modifier" says so.
SMALL = (SURE | {"LT", "RT", "GA", "NU", "RR", "AI", "PT", "GO", "CO", "QE", "QF", "FA", "TA"}) | {
    value for value in LETTERED if value[0] in "EFT" and value[1].isdigit()
}


def applies(modifier: str, code: str) -> bool:
    """Whether the numbered ``modifier`` is one that the procedure ``code`` takes; HCPCS codes take any."""
    if modifier not in NUMBERED:
        return False
    return not code.isdigit() or any(low <= int(code) <= high for low, high in _TAKEN_BY[modifier])
