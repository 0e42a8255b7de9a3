"""English words and patterns that a topic is read by."""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'\-]*")
ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.*\b(?:instructions?|prompts?|rules?|above|previous)\b"
    r"|\b(?:system prompt|you are now|as an ai|print your|reveal your|return json)\b",
    re.IGNORECASE,
)
FEMALE = _set(
    "girl girls princess queen grandmother grandma granny nana mother mum mom mama sister daughter she "
    "her lady woman witch mermaid heroine niece aunt"
)
MALE = _set(
    "boy boys prince king grandfather grandpa grandad father dad papa brother son he his him man wizard uncle nephew"
)
STARTERS = _set(
    "a an the my our your his her their one two three four five some when how why what where who once "
    "every all if after before in on at by for from with without and or little big old young new no not "
    "it is are was this that these those tell make write story book about"
)
GOAL = re.compile(
    r"\b(?:learn(?:s|ed|t|ing)?(?: how)?|want(?:s|ed|ing)?|wish(?:es|ed)?|tr(?:y|ies|ied|ying)|hop(?:e|es|ed)"
    r"|long(?:s|ed)?|decid(?:es|ed)|dream(?:s|ed)?|need(?:s|ed)?|has|had|how|could|can|cannot|couldn't|can't|would)"
    r"(?: to|(?<=could)(?: not)?|(?<=can)(?: not)?|(?<=cannot)|(?<=couldn't)|(?<=can't)) (?P<goal>[a-z][^.,;:!?]*)",
    re.IGNORECASE,
)
SEEK = re.compile(
    r"\b(?:finds?|found|finding|look(?:s|ed|ing)? for|search(?:es|ed|ing)? for|hunt(?:s|ed|ing)? for"
    r"|seeks?|sought|seeking|collect(?:s|ed|ing)?|gather(?:s|ed|ing)?|discover(?:s|ed|ing)?"
    r"|los(?:t|es|ing)(?= (?:his|her|their|its|my)))"
    r" (?P<thing>[^.,;:!?]+)",
    re.IGNORECASE,
)
MISSING = re.compile(
    r"\b(?P<thing>(?:(?:the|a|an|his|her|their|my) )?(?:lost|missing|hidden|stolen|secret|vanished)"
    r" (?!his|her|their|its|my|the|a\b|in\b)[a-z][^.,;:!?]*)",
    re.IGNORECASE,
)
VISIT = re.compile(
    r"\b(?:visit(?:s|ed|ing)?|(?:go(?:es|ing)?|went|trip|journey|travel(?:s|led|ling)?|walk(?:s|ed)?|sail(?:s|ed)?) to"
    r"|meet(?:s|ing)?|met|sees?|saw) (?P<thing>[^.,;:!?]+)",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"^(?:why|what|where|how)(?:'s| is| are| do| does| did| makes?| can)? (?P<thing>(?:the |a |an )?[a-z][^.,;:!?]*)",
    re.IGNORECASE,
)
AFRAID = re.compile(r"\b(?:afraid|scared|frightened|dream(?:s|ed)?) of (?P<thing>[^.,;:!?]+)", re.IGNORECASE)
CLAUSE = re.compile(r"\b(?:who|that|which) (?P<verb>[a-z]+) (?P<thing>[^.,;:!?]+)", re.IGNORECASE)
PAIR = re.compile(
    r"\b(?:and|with|about) (?P<thing>(?:the|a|an|his|her|their|my|some|two|three|ten) [^.,;:!?]+)",
    re.IGNORECASE,
)
PHRASE_ENDS = _set(
    "that who which and or in on at with for from to because when while but so of into under over after "
    "before is are was were has had does did learns learn wants want goes go by through without every "
    "until near inside"
)
GENERIC = frozenset({"learn", "find", "visit", "wonder"})
SEEKING = _set("find look search hunt seek collect gather discover")
VISITING = _set("visit go travel meet see sail walk")
OWNERS = {"my": "the", "our": "the", "a": "the", "an": "the", "your": "the"}
NOT_VERBS = _set("is are was were can could will would has had does did do never always not")


DETERMINERS = _set("the his her their its some two three four five six seven ten hundred every")
