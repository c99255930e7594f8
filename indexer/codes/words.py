"""The words beside a number that tell a modifier from an age, a count or a page."""

from __future__ import annotations

import re

_MODIFIER_WORD = re.compile(r"mods?|mod's|mdfr?s?|modif|m[odi]{2,4}f(?!ied|y(?!er)|ic)[a-z]{1,8}(?:'s)?")


def is_modifier_word(word: str) -> bool:
    """True of "modifier", its short forms and its usual misspellings; false of "modify" and "modified"."""
    return bool(_MODIFIER_WORD.fullmatch(word))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COLUMNS = _words("m1 m2 m3 m4")
SHORTENED = _words("mod mods")
# Between the word "modifier" and its number.
FILLERS = _words(
    """
    " # ' ( ) * , - : = ? [ a an append appended are as be both called code codes could e.g eg either ie is just
    like mod needed number of only s should such the to use used using was were with would “ ”
    """
)
# Between two modifiers of one run.
BETWEEN = _words(
    """
    " # & ' ( ) + , - / ; ^ a an and both either instead just maybe mod modifier modifiers mods neither nor not of
    one or over plus rather still than the then through thru versus vs “ ”
    """
)
HEADING = _words("for if on only when")
# Before a department, a person or a place, not before a modifier.
PLACING = _words("a an at by for from in per")
# Between a code and its modifier.
ATTACHING = _words("_ ( * + , - / : [ ^ | a an mod modifier modifiers no the unit units w with")
DETERMINERS = _words("a again an back both either for its just my neither off on one only that the this up your")
# What coders do with modifiers: the number after such a word is one, if the phrase ends there.
VERBS = _words(
    """
    accept accepts add added adding adds against allow allowed allows append appended appending appends applied
    apply ask asked asking asks attach attached between bill billed billing bills called calls carried carries carry
    charge charges choosing confuse define defined defines drop dropped forgot get gets got instruct instructs keep
    keeps kept leave leaves leaving left list lists mean means missing mix mixed mixing need needed needs no offer
    offers overuse overused overuses pick pointed points prefer prefers put puts putting remove removed replace
    replaced replaces replacing report reported reporting reports require required requires said says send sending
    sends sent slap stick submit submitted tack take takes throw took tried try use used uses using via w want
    wanted wants with without
    """
)
# Those of them that prove nothing in a text without codes ("I got 78 on the exam").
WEAK = _words("got keep kept left take took")
# The few of them that also make a modifier of two letters that are mostly a word.
ADDING = _words(
    "accept accepts add added adding adds append appended appends attach bill bills put puts putting use uses"
)
# Enough before a number where the text certainly speaks of modifiers.
LOOSE = VERBS | _words(
    """
    ( , a an and are as because both by can do does either even for from had has have if is it's not of on only or
    should since so still than that that's the then this to under versus vs was when where whether why will would
    """
)
PAYING = _words("denied denies denying deny paid pay paying pays reimbursed")
ASKING = _words("are can could did do does if is should was were when whether why will would")
LINKING = _words("are be can cannot is isn't may might must not only should was wasn't were will would")
ADVERBS = _words("also automatically even ever hardly just never often rarely really still typically usually")
JUDGED = _words(
    """
    acceptable added allowed always appended applies apply appropriate automatic be being better billed bundled
    bypass correct created denied enough fine get go good justified legit mandatory necessary needed not ok okay
    override paid payable refused rejected reported required reserved right still supported used valid waive
    warranted work works wrong
    """
)
# What modifiers do, or what is done to them.
ACTING = _words(
    """
    adds affects already append appended appends applies apply attached belong belongs both breaks bypass bypassed
    bypasses combined counts covers cuts denies differ differs doesn't exempt extends fits gets goes indicates isn't
    lowers marks mean means needs overrides pass passes pay pays raises reduce reduces requires resets restart
    restarts says shows signals stands stops takes tells together trigger triggers unbundles waives won't
    """
)
# Words that end a phrase: a number before them counts nothing.
CLOSING = _words(
    """
    a aetna after again alone already also always and anymore anyway appended are as at attached bcbs be because
    before both but by can cigna claim could denied denies do does due during each either even every exempt first
    for from had has have he here humana i if in instead is it later may medicaid medicare might mod modifier
    modifiers mods must needed nor noridian not off on once only or per perhaps plus rarely rather same separate she
    should since so still than that the then there they this though to too two uhc unless until versus vs w was we
    were when which will with would you
    """
)
ON_WHAT = _words(
    """
    a all an another any both claim claims code consult e e/m each either em every first her his it line my office
    one other our ov procedure procedures second that the this visit which your
    """
)
_EITHER = _words("2 both neither none nothing separate two")
# A word after the number, and what has to come next for the two to speak of a modifier.
FOLLOWED_BY = {
    **dict.fromkeys(LINKING, JUDGED | {"for", "only"}),
    "on": ON_WHAT,
    "or": _EITHER,
    "vs": _EITHER,
    "denied": frozenset(("", "by", "again", "for", "when", "as", "on", "?", ".")),
}
# The ends of "E/M", "OV" and the like, which take a modifier as a code does.
VISITS = _words("consult em eval m ov visit visits")
# After LT and RT these make them plain words.
BODY = _words(
    """
    ankle ankles arm arms axilla big breast breasts calf carotid cheek ear ears elbow elbows eye eyes face feet
    femur finger fingers flank foot forearm great groin hand hands heart hip hips index inguinal kidney knee knees
    lateral leg legs little lower lung middle neck ovary ring shldr shoulder shoulders side sided thigh thumb tibia
    toe toes upper wrist wrists
    """
)
