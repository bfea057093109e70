"""Words and turns of phrase that are known and say nothing: politeness, hedges, filler clauses.

What stands here may be left out of a question without changing what is asked. A word that could
name something, or bound the question ("only", "for companies"), has no place here.
"""

from itertools import product

# Single words and short turns; a typing error may have meant one of these.
FILLERS = """
    a, an, the, is, are, am, be, being, do, does, doing, i, me, myself, we, us, you, your, u, ur,
    to, of, for, in, on, at, from, with, into, as, than, so, just, really, exactly, actually,
    please, pls, plz, kindly, tell, tell me, let, know, let me know, give, give me, say, see, find,
    find out, look up, want, want to, would like, i would like, would like to, like, may, can you,
    could you, would you, can you please, could you please, can you show me, wonder, wondering, i
    was wondering, i have, curious, question, quick question, i have a question, i need the, we need
    the, i need to know, i need to find out, i want, looking for, i am looking for, get me, show me,
    do you know, can you tell me, could you tell me, please tell me, hm, hmm, um, uh, well, oh, ah,
    eh, too, very, much, here, out, up, bot, dear, friend, friends, everybody, folks, all the,
    until, till, by, before,
    under, within, during, use, uses, using, used, next to, put, go, goes, going, talking, asking,
    ask, roughly, about how, amongst, among, via, through, which of, that is, hence, again, sorry,
    excuse me, pardon, i am new here, new here, we are, i am, right, currently still, though, set,
    thing, things, stuff, kind, kinds, sort, type, types, come, comes, back, remind me, me again, is
    it, does it, possibly, maybe, perhaps, whole, own, given that, since, and also, either, whether,
    long, off, btw, by the way, asap, fyi, first of all, ya, hope, hoping, hope to, announced,
    projects like, one can, people can, check, interested in, interested, i am interested in, plan
    to, planning to, wanted to, wants to know
"""
# Longer ways to be polite, to hedge, to think aloud. No typing error is taken for one of these.
QUIET = """
    is that still correct, is this still correct, is that still right, is that still true, is it
    still true, is that still so,
    one last thing, last thing, one more thing, another thing, last question, one last question,
    one more question, final question,
    is not it, is it not, does not it, does it not, was not it, was it not, has not it, has it not,
    are not they, are they not, did not it, did it not, will it not, would not it, or is it, or does
    it, or did it, or was it, or have i, or did i, is not that right, is not that so, yes or no,
    right or wrong, this late in the year, so late in the year, at this time of year, this time of
    year, this late, true or false, is that right, is this right, is that correct, is this correct,
    is it correct, is it right, is that true, is it true, is this true, am i right, am i wrong, are
    we right, are we wrong, was i wrong, correct me if i am wrong, is that so, do i have that right,
    have i got that right, did i get that right, can that be right, i mean, by your clock, by our
    clock, by your calendar, counted by, counted, counting from today, on your clock, in the
    morning, in the evening, in the afternoon, at night, counts, applies, matters, is valid, share
    the same, between today and, between now and, love, i would love to, would love to, i would be
    happy to, happy to, i would appreciate, we would like, eager to, keen to, keen, dying to know, i
    am dying to know, quick, quick q, q, quick one, quick question for you, a quick question, got a
    sec, got a second, got a minute, a sec, a second please, one moment, saw, umm, ummm, erm, uhm,
    hmmm, like to know, good to know whether, need a, needs, need, needing, i need, we need, if i
    need, if we need, if i want, if we want, if i may, if possible, if you can, if you do not mind,
    if you would, if it is not too much trouble, if so, if yes, if at all, if any, if anyone knows,
    see if, know if, know whether, wonder if, wondering if, wondering whether, i was wondering if, i
    wonder, was wondering, were wondering, just wondering, do you know if, do you know whether, do
    you happen to know, happen to know, happen to have, any idea, any ideas, any clue, any chance,
    any chance you know, got any idea, do you have any idea, have any idea, no idea, have no idea, i
    have no idea, not sure, i am not sure, we are not sure, i do not know, we do not know, idk, can
    not find, can not seem to find, could not find, can not see, can not remember, can not recall,
    do not remember, do not recall, i forgot, i forget, i keep forgetting, keep forgetting, i lost
    track of, lost track, lost track of, slipped my mind, anywhere, somewhere, out there somewhere,
    guys, guy, gang, mate, buddy, pal, dude, man, sir, madam, ma'am, y'all, you all, you guys, you
    folks, you people, my friend, bro, there bot, dear bot, mr bot, little bot, sorry to bother you,
    sorry to bother, sorry to disturb, sorry for bothering, bother you, sorry if this was asked
    before, sorry if this has been asked before, sorry for asking, sorry for the question, stupid
    question, silly question, dumb question, noob question, newbie question, probably a stupid
    question, this may be a stupid question, maybe a stupid question, simple question, another quick
    question, small question, short question, random question, question for you, questions for you,
    i have questions, i have some questions, two questions, a couple of questions, couple of
    questions, few questions, if i have questions, if i have a question, if we have questions, if i
    have any questions, with questions, for questions, in case of questions, with a question, about
    my question, my question is, our question is, the question is, out of curiosity, for my own
    curiosity, for clarity, to be clear, to be precise, to be exact, just to be sure, to be sure,
    just to check, just checking, just double checking, double checking, double check, to double
    check, want to make sure, to make sure, making sure, make sure, want to confirm, to confirm,
    confirm, can you confirm, could you confirm, please confirm, remind, reminder, a reminder,
    please remind me, remind me please, remind us, refresh my memory, tell us, let us know, give us,
    show us, fill me in, fill me in on, fill us in, enlighten me, help me out, help me find, help me
    find out, help me understand, point me to, point me towards, point me at, pointer to, pointers
    to, direct me to, mention, specify, clarify, state for me, spell out, kindly tell me, kindly let
    me know, would you mind telling me, would you mind, mind telling me, would you be able to, would
    you be so kind as to, be so kind as to, so kind as to, be able to, can you remind me, could you
    remind me, can you remind us, could you possibly, would you please, will you please, would you
    kindly, can you kindly, could you kindly, can you let me know, could you let me know, can you
    check, could you check, can you look up, could you look up, look into, looking up, can you find,
    could you find, can you find out, could you find out, can you give me, could you give me, can
    you give us, could you show me, can you list, could you list, can you share, could you share,
    can you explain, i am trying to find out, i am trying to find, i am trying to figure out, trying
    to find out, trying to find, trying to figure out, trying to understand, trying to, try to,
    figure out, work out, i am asking, i am looking at, looking at, looking into, thinking of,
    thinking about, we are thinking of, i am thinking of, we are planning to, i am planning to,
    planning, considering, we are considering, i am considering, i am interested, we are interested
    in, we are looking for, hoping to, we hope to, i hope to, i hope you are well, hope you are
    well, hope you are all well, i hope you are all well, hope you are doing well, i hope you are
    doing well, i hope all is well, hope all is well, hope this finds you well, hope you had a nice
    weekend, asking for a friend, i am curious, just curious, am curious, i believe, i think, i
    guess, i suppose, i assume, i understand, apparently, supposedly, presumably, basically,
    generally, in general, generally speaking, essentially, literally, simply, merely, precisely,
    specifically, in particular, particularly, obviously, clearly, of course, certainly, definitely,
    surely, hopefully, anyway, anyways, in any case, in fact, in the end, at the end of the day,
    after all, all things considered, somehow, ideally, preferably, quickly, in short, in brief,
    briefly, short version, tldr, long story short, to cut a long story short, fwiw, imho, imo,
    iirc, afaik, afaict, tho, tbh, honestly, frankly, seriously, oops, ooops, whoops, argh, ugh,
    drat, darn, dang, blast, crikey, gosh, jeez, gah, phew, yikes, uh oh, oh no, oh dear, alas, aha,
    ahem, huh, right then, so then, alright then, ok so, ok then, hey so, well then, now then,
    yes please, thing is, the thing is, basically just, as far as you know, as far as i know, to
    your knowledge, according to you, according to the records, according to your records, in your
    records, on your records, in the records, on file, on your list, on the list, on the schedule,
    on the calendar, on our calendar, in my calendar, in the calendar, in our calendar, for my
    calendar, put in my calendar, write down, jot down, note down, add to my calendar, on my radar,
    keep on my radar, at your end, from you, by you, off you, around here, over here, here in slack,
    exact, precise, concrete, respective, particular, specific, overall then, various, several,
    currently just, today please, altogether then, per se, each time, every time, a bit, bit, a
    little, little more, a lot, lot, lots, quite, rather, pretty, fairly, almost, nearly, even,
    else, such as, eg, ie, etc, namely, that one, with regard to, with regards to, in regard to,
    regarding, with respect to, as to, as regards, when it comes to, speaking of, in terms of, in
    the case of, in case of, on the subject of, for the case of, the case of, concerning, re, wrt, i
    e, who knows, you know, you see, look, listen, told me, the word, aka, the one called, titled,
    entitled, be made, to be made, be done, get done, do it, go about, went about, going about, one
    go about, people do, head over, end up, ended up, wind up, turn out, turns out, set for, due to,
    scheduled for, slated for, slated, there any, anything about, something about, everything about,
    manner, form of, piece of, pieces of, bunch of, bunch, amount to, part of, lately then, you
    have, you got, we have, it has, they have, has anyone, have they, has to offer, that you know
    of, you know of, you know about, i should know, should know, should i know, worth knowing, to
    know about, heads up, a heads up, info please, pretty please, with sugar on top, cause, cos,
    cuz, meanwhile, yet again, already know, please and thank you, please give me, please give us,
    please show me, please list, urgent, urgently, it is urgent, kinda, sorta, ish, or so, or
    something, or anything, or whatever, or what, at all, whatsoever, ever again, in a hurry, quick
    please, our side, my side, on our side, from our side, us all, respectively, in my case, in our
    case, for us, for me, to me, to us, myself personally, personally, worth, short, convert,
    converted, translate, in short form, as a list, in a list, one by one, in detail, in full, in
    one sentence, in two words, in a few words, in plain english, for dummies, i got,
    we got, i have got, we have got, current, about to, the boat, came, came from, comes from, come
    from, in one line, in a line, in a sentence, in two lines, in two sentences, in a word, in a
    paragraph, in simple terms, in simple words, in layman terms, lie, lies, you lot, the lot of
    you, you lads, like i am five, like i am a child, as if i were five, eli5, like i am 5,
    lets, let us, can i see, can we see, could i see, could we see, may i see, i want to see,
    like to see, want to see, over the whole, over the course,
    across the whole, yours, of yours, short deadline, tight
    deadline, on deadline, press deadline, on a deadline, deadline on our side
"""
_ANYONE = (
    "anyone|anybody|someone|somebody|any of you|anyone here|anybody here|someone here|everyone"
)
_COULD_TELL = "tell me|tell us|say|help me with|explain|remind me|remind us|confirm|let me know"
_WOULD_TELL = (
    "know|knows|happen to know|here know|around know|out there know|"
    "tell me|tell us|remind me|remind us|please tell me|please remind me|help me with|"
    "share|say|confirm|please confirm|please share|have|remember|remembers|recall|knows if|know if|"
    "explain|let me know|please let me know|give me|please give me|show me|point me to"
)
_HELPER = "anyone|anybody|someone|somebody|any of you|one of you"
_HELPS = (
    "look up|check|list|find|find out|show|send|point me to|please|kindly|name|look into|dig out|"
    "give|remind me what|summarise"
)
_OTHERS = (
    "my colleague|a colleague|colleague|colleagues|my colleagues|my boss|our boss|a friend|"
    "a friend of mine|my manager|our manager|the boss|people|folks|some people|users|they"
)
_ASK = (
    "asked|asked me|ask|asks|are asking|is asking|keep asking|keeps asking|was asking|"
    "wants to know|"
    "want to know|wanted to know|wonders|wonder|is wondering|are wondering|needs to know|"
    "need to know|keep asking me|keeps asking me|asked about|asking"
)
_COUNTED_WHAT = (
    "applications|proposals|submissions|entries|applicants|new applications|forms|stuff|bids|"
    "people|anything|something|things|requests|projects|pitches|candidates"
)
# Who told the asker what is to be confirmed.
_SAYER = (
    "i|we|he|she|they|someone|somebody|my boss|our boss|a friend|a colleague|my colleague|people|"
    "your website|the website|the page|the site|it"
)
_SAID = (
    "said|say|says|thought|think|thinks|heard|hear|read|told me|told us|believed|believe|"
    "believes|claim|claims|claimed|assumed|reckon|reckons|swear|swears|remember|understood|"
    "figured|was told|were told|am told|was sure|am sure|are sure|am fairly sure|was under the "
    "impression"
)


def each(*parts: str) -> str:
    """Every combination of the alternatives, as one list of phrases."""
    return ", ".join(" ".join(words) for words in product(*(part.split("|") for part in parts)))


MADE_FILLERS = ", ".join(
    (
        each(_ANYONE, _WOULD_TELL),
        each(_ANYONE, "can|could|may|might|would", _COULD_TELL),
        each("can|could|would|will", _HELPER, f"{_WOULD_TELL}|{_HELPS}"),
        each(_OTHERS, _ASK),
        each(_SAYER, _SAID),
    )
)
# Phrases for concepts that are combinations, too.
MADE = {
    "open": each(
        "accept|accepts|accepting|take|takes|taking|receiving|open for|open to", _COUNTED_WHAT
    ),
    "opens": each(
        "start|starts|begin|begins|started|starting|beginning|began",
        "accept|accepting|take|taking|receiving|to accept|to take",
        _COUNTED_WHAT,
    ),
    "close": each(
        "stop|stops|stopped|stopping|no longer",
        "accept|accepts|accepting|accepted|take|takes|taking|receiving",
        _COUNTED_WHAT,
    ),
    # What nobody here can do is not answered as though it had been asked about.
    "command": each(
        "please|pls|kindly|can you|could you|can you please|could you please|would you|will you|"
        "i want you to|go and",
        "pause|close|open|reopen|resume|stop|suspend|cancel|end|start|launch|extend|move|shift",
    ),
    "deadline": each(
        "submission|application|deadline|proposal|closing|cutoff|due|"
        "final submission|final application",
        "day|date|time limit|cutoff|cut off|end date|due date|deadline|closing date",
    ),
    "per_track": each(
        "per|by|each|every|for each|for every|of each|of every|in each|across|across all|"
        "grouped by|group by|split by|sorted by|broken down by|breakdown by|per each|from each",
        "track|stream|category|programme|scheme|tracks|streams|categories|programmes|schemes",
    )
    + ", track by track, by the tracks, across the tracks",
    "per_year": each(
        "per|by|each|every|for each|for every|of each|in each|grouped by|group by|split by|"
        "broken down by|breakdown by|per each",
        "year|calendar year|month|calendar month",
    )
    + ", yearly, annually, per annum, year by year, monthly, month by month, "
    "a year, year on year, every single year",
    "award": each("many|lots of|plenty of|a lot of", "awards|grants|recipients|winners"),
    "kinds": each(
        "what kind of|what kinds of|what type of|what types of|what sort of|what sorts of|kind of|"
        "kinds of|type of|types of|sort of|sorts of|which kinds of|which types of|forms of",
        "grant|grants|award|awards|funding|money|support",
    ),
    "big": each(
        "biggest|largest|highest|greatest|heftiest|fattest|max|maximum|top",
        "sum|sums|cheque|check|payment|payout|single award|single grant|amount",
    )
    + ", "
    + each("single|one single", "biggest|largest|highest|greatest")
    + """, tops all, tops the list, top of the list, tops the rest, tops all the others, tops all
        others, tops the others, holds the record, hold the record, holds the record for the
        biggest, tops them all, leads the list, number 1""",
    "small": each(
        "smallest|lowest|tiniest|least|littlest|minimum|slightest",
        "sum|sums|cheque|check|payment|payout|single award|single grant|amount",
    ),
    "too_much": each(
        "too|way too|far too|a bit too|much too|overly",
        "much|high|big|large|ambitious|greedy|expensive|steep|hefty",
    )
    + ", "
    + each(
        "be over|is over|are over|go over|goes over|going over|go beyond",
        "the|your|its|their",
        "limit|cap|ceiling|maximum|top|max|budget",
    )
    + """, above, beyond, more than allowed, more than permitted, pushing it,
        greedy, a stretch, above the limit, above the maximum, beyond the limit,
        over the ceiling, above the ceiling, exceed, exceeds, out of range, over the top""",
    "too_little": each(
        "too|way too|far too|a bit too|much too|overly", "little|small|low|modest|tiny|few"
    )
    + """, below, below the minimum, under the minimum, below the limit, under the limit,
        not enough, insufficient""",
    "in_range": each(
        "in|inside|within", "range|the range|limits|the limits|the limit|bounds|the bounds|what"
    )
    + """, allowed, permitted, allowable, allows, permits, admissible, acceptable, realistic,
        reasonable, feasible, doable, permissible, thinkable, okay, fine""",
    "ask": each(
        "how big|how large|how high|how generous", "are|is", "your|the", "grants|awards|grant"
    )
    + ", "
    + each(
        "how big|how large|how high|how fat|how small|how sizeable",
        "a|an|our|my",
        "cheque|check|grant|sum|request|payment|budget|amount|application",
    )
    + ", "
    + each("up to|until|to", "what|which", "sum|amount|figure|limit|value")
    + ", "
    + each("between|from", "what|which", "amounts|sums|figures|limits|bounds"),
    "per_one": each(
        "per|for each|for every|for a|for one|for a single",
        "project|grant|application|applicant|proposal|award|repair|team|club|organisation|group",
    )
    + ", per",
    "which_year": each(
        "which|what|in which|in what|during which|whichever", "year|month|calendar year"
    ),
}
