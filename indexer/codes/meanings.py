"""What coders say a modifier is for, in single words of ours; beside it they tell it from a number or a word."""

from __future__ import annotations

# A line names modifiers before the colon, and after it the words that stand within four words of them.
_TABLE = """
22: increased unusual work
23: anesthesia unusual
24: postop unrelated
25: separately significant separate
26: component interp interpretation professional read
27: ed er hospital
32: mandated
33: preventative preventive screening
47: block regional
50: bilat bilateral bilaterally
51: multiple
52: reduced
53: aborted discontinued
54: surgeon surgical
55: od optometrist postop postoperative
56: preop preoperative
57: decision
58: staged planned
59: distinct separate
62: co cosurgeon cosurgeons surgeon surgeons
63: infant infants kg neonate neonates
66: team transplant
73 74: anesthesia
76: repeat same
77: repeat
78: return unplanned
79: unrelated
80 81 82: assist assistance assistant resident
90: labcorp outside quest reference sent
91: repeat
93: audio
95: audio telehealth video
96: habilitative
97: rehab rehabilitative
99: multiple several
A1 A2 A3 A4 A5 A6 A7 A8 A9: dressing dressings wound wounds
AA AD: anesthesia anesthesiologist concurrent personally supervised supervision
AE: dietitian
AH: psychologist
AI: admit admitting principal
AJ: social worker
AS: assist assistant
AT: active cmt
BA BO: enteral oral orally parenteral
CG: policy rhc
CO: cota ota
CR: catastrophe disaster phe
CS: sharing waived
CT: nema
E1 E2 E3 E4: eyelid eyelids lid lids lower upper
EA EB EC: anemia chemo esa
EP: epsdt
ET: emergency
F1 F2 F3 F4 F5 F6 F7 F8 F9 FA: digit finger index middle ring thumb
FB FC: credit device
FP: planning contraceptive
FR: supervision supervising video virtual
FS: shared split
FX: film
FY: computed cr radiography
G0: stroke telestroke
G1 G2 G3 G4 G5 G6: dialysis esrd urr
G8 G9: mac monitored
GA: abn waiver
GM: patients trip
HA: adolescent child
HE: program
HM HN HO HP: bachelor bachelors degree doctoral masters
HQ: group
HR HS: client couple family
JA JB: intravenous subcutaneous
KA KY: accessory bid
LC LD LM RC RI: artery circumflex coronary intermedius lad ramus stent stents
LL: lease
LS: fda iol
LT: left
MS: months servicing
NR: rented
P1 P2 P3 P4 P5 P6: asa brain dead donor healthy moribund physical severe status
PD: payment wholly window
PI PS: initial pet subsequent
PN PO: based campus excepted nonexcepted
Q0 Q1: clinical investigational research routine study trial trials
RA: replacement replaced
RT: right
RR: rent rental rented renting
SA: incident np nurse practitioner
SB: midwife
SF SM SN: opinion
SG: asc ambulatory
SH SJ SS: infusion
SK: member population
SL: state vaccine vfc
ST: trauma
T1 T2 T3 T4 T5 T6 T7 T8 T9 TA: digit hallux toe toes
TB: 340b
TD TE: lpn lvn rn
TH: ob prenatal
TM: iep
TN: rural
TS: followup
TT UN UR: patient patients
U1 U2 U3 U4 U5 U6 U7 U8 U9 UD: medicaid state
UE: used
VM: demonstration
"""


def meanings() -> dict[str, frozenset[str]]:
    """By modifier; one that is absent has no word of its own."""
    rows = (row.split(":") for row in _TABLE.strip().splitlines())
    return {value: frozenset(told.split()) for names, told in rows for value in names.split()}


MEANINGS = meanings()
