"""The words that questions are made of, and the concepts they stand for.

A word that is not here, is no name in the program, no period and no amount is not understood, and
then neither is the question. Fillers are known and say nothing.
"""

from bot.questions.amounts import CURRENCY_WORDS
from bot.questions.calendar_names import PERIOD_WORDS
from bot.questions.common_words import REAL_WORDS
from bot.questions.numbers import NUMBER_WORDS

_CONCEPTS = {
    # What is asked for
    "when": """when, what date, which date, what day, which day, date, what is the date, on what
        date, on which day, by what date, how soon, whenever""",
    "due_when": "by when, until when, till when, how late can i, how late can we, up to when",
    "time": """what time, at what time, which hour, what hour, at which hour, exact time, time,
        oclock, clock, what times, cut off time, cutoff time, closing time, hour""",
    "zone": """time zone, timezone, tz, which zone, what zone, whose time, time zones,
        timezones, zone, local time""",
    "how_long": """how long, how much time, how many days, how many hours, how many weeks, how
        many months, how many minutes, number of days, days left, time left, hours left, weeks
        left, minutes left, left, remaining, remain, remains, countdown, days, hours, weeks,
        minutes, days to go, to go, time remaining, how far, how near, how close, how far away,
        days away, how many days away, time until, time till""",
    "how_much": """how much, how much money, amount, amounts, how big, how large, how high, how
        many money, sum of money, what amount, what sum, size, how small, value, worth""",
    "how_many": "how many, number, number of, count, count of",
    "how_often": "how often, how many times, how frequently",
    "who": """who, whom, whose, which organisation, which organization, anyone, anybody,
        somebody, someone, everyone""",
    "what": """what, which, whats up, what kind, what kinds, what sort, what type, what else,
        wat, wich""",
    "where": "where, link, links, url, urls, page, address, form, portal, whereabouts",
    "how": "how, how to, how can, in which way, what way",
    "why": "why, how come, reason, reasons, what for, what is the reason, y",
    "purpose": "purpose, purposes, for what, what reason, what purpose, goal, goals, aim, aims",
    "list": """list, show, overview, all, every, each, display, summary, summarise, summarize,
        everything, full list, full, complete list, complete""",
    "any": "any, anything, something, some, nothing, one of",
    # Deadlines
    "deadline": """deadline, due date, cut off, cutoff, cutoff date, cut off date, closing date,
        close date, submission date, last day, last date, final day, final date, due, end date,
        latest date, dedline, submission deadline, application deadline, expiry date, cut offs,
        last chance, final call, last call""",
    "deadlines": """deadlines, due dates, closing dates, cutoffs, dates of deadlines, end dates,
        submission deadlines, dates, what dates, schedule, calendar, timeline, time line, key
        dates, important dates, closings""",
    "call": """call, batch, round, cycle, intake, window, submission window, application window,
        call for proposals, funding round, application period, calls, batches, rounds, windows,
        cohort""",
    "close": """close, closes, closing, end, ends, ending, finish, finishes, expire, expires,
        run out, runs out, shut, shuts, shutting, fall due, falls due, stop accepting
        applications, stop accepting, stop taking applications, stops accepting applications,
        stop accepting proposals""",
    "open": """open, opened, available, running, live, active, accepting applications, taking
        applications, accepting proposals, accept applications, take applications, accepting
        submissions, accepting, open for applications, open for submissions, open to
        applications, up and running, ongoing""",
    "opens": """opens, opening, openings, open up, opens up, starts, start, begin, begins,
        launch, launches, kick off, opening date, start date, opening dates, opening time""",
    "reopen": """reopen, reopens, reopening, re open, open again, opens again, opened again,
        resume, resumes, be back, come back, restart, restarts, unpaused, unpause, back open, be
        open again""",
    "have": "have i got, have we got, i have got, do i have, do we have, have i, have we",
    "mine": "my, our, mine, ours",
    "personal": "did i, did we, will i, will we, was i, were we",
    "next": """next, upcoming, coming, coming up, comes up, soonest, nearest, soon, ahead, next
        up, come up, on the horizon, in the future, future, come next, comes next, forthcoming""",
    "closes_last": "closes last, close last, ends last, closing last",
    "miss": """too late, missed, did i miss, did we miss, have i missed, have we missed, in
        time, still time, still have time, still make it, time enough, enough time, still in
        time""",
    "passed": "passed, over, expired, gone by, elapsed, lapsed, is over, pass, passes",
    "still": "still, already, yet, anymore, any more",
    "after_next": """after the next one, after the next, after next, following the next one,
        second next, after the next deadline, next but one""",
    "after_that": """after that, one after, the one after, one after that, the one after that,
        following one, the following one, next one after, then, the next one after that, after
        that one, after this, after this one, afterwards""",
    "next_one": "the next one, next one, following",
    "rolling": "rolling, at any time, any time, anytime, all year, all year round, year round",
    # Tracks
    "fund": "fund",
    "track": """track, stream, scheme, programme, program, funding line, category, option,
        opportunity, funding track""",
    "tracks": """tracks, streams, schemes, programmes, programs, funding lines, categories,
        options, opportunities, funding opportunities, kinds of funding, types of funding,
        funding tracks, lines of funding""",
    "paused": "paused, suspended, on hold, frozen, halted, on pause, stopped, pause, pausing",
    "closed": "closed, shut down, discontinued, ended, finished, closed down, done",
    "status": """status, state, whats up with, what is up with, what is going on with, what is
        happening with, what is new with, how is it with, situation""",
    "suggest": """suggest, suggestion, suggestions, nominate, nomination, nominations,
        recommend, propose, suggesting, nominating, suggests, take suggestions, recommendation""",
    "apply": """apply, application, applications, applying, submit, submission, submissions,
        proposal, proposals, send in, hand in, register, sign up, applied, submitting, turn in,
        application form, apply for, apply to, applications due, send, request funding, hand it
        in, submitted""",
    "need_to": "need to, have to, must, has to, ought to, needs to, had to",
    "about": """about, describe, description, explain, tell me about, details, detail, info,
        information, details on, more about, details about, information on, info on, all about,
        tell me more about, explanation, mean, means, stand for, stands for, what is it about""",
    "support": """support, supports, supporting, cover, covers, sponsor, sponsors, finance,
        finances, funds, pay for, pays for, fund what, supported by, help with""",
    "for_what": "meant for, intended for, aimed at, used for, who is it for, good for",
    "fit": """fit, fits, suitable, suitable for, right for, suit, suits, match, matches, best
        for, apply with, right track for, suited, fitting, appropriate, choose, pick""",
    "max": """max, maximum, limit, upper limit, at most, ceiling, cap, up to how much, most i
        can, highest amount, largest amount, maximal, biggest amount, maximum amount""",
    "min": """min, minimum, lower limit, at least, smallest amount, lowest amount, minimal,
        minimum amount, least i can""",
    "ask": """ask for, request, asking for, can be requested, be requested, can one get, can i
        get, can i ask, can we ask, can i ask for, what can i ask for, what can we ask for, can
        we get, can i request, can we request, could i get, could we get, could i ask, can one
        ask, can you get, can be asked, on offer, funding amount, grant size, grant amount, can
        one ask for, range, can projects get, can a project get, can i receive, can we receive,
        is possible, possible""",
    # Awards
    "award": """award, awards, awarded, awarding, funded, financed, given, gave, give, gives,
        giving, granted, gone, went, spent, spend, paid, pay, paid out, pay out, payout,
        payouts, invested, invest, disbursed, donated, given out, gave out, give out, given
        away, handed out, won, win, winning, sponsored, supported, received, awardees list,
        distributed, prize, prizes, been made, made, make, awards list, funding decisions, has
        funded, have funded, backed""",
    "get": """get, got, gets, getting, receive, receives, receiving, gotten, get from, earn,
        earned, obtain, obtained, land, landed, getting money, collect, collected, secure""",
    "grant": "grant, grants, funding, money, cash, funding awards",
    "project": """project, projects, recipient, recipients, grantee, grantees, winner, winners,
        organisation, organisations, organization, organizations, beneficiary, beneficiaries,
        awardee, awardees, teams, team""",
    "total": """total, sum, overall, in total, in all, total amount, total sum, sum total,
        totals, all in all, sum up, add up, grand total, altogether, summed""",
    "together": "together, combined, jointly, between them",
    "average": "average, mean amount, avg, typical, on average, averages, mean award, mean grant",
    "median": "median",
    "big": """biggest, largest, highest, most, greatest, most money, top, best funded, maximum
        award, by size, by amount, by value, sorted by size, sorted by amount, ordered by size,
        most funding, biggest ever, max award, the most, record""",
    "small": "smallest, lowest, least, least money, tiniest, minimum award, the least, min award",
    "latest": "latest, newest, most recent, recent, recently, most recently, lately, new",
    "last": "last, previous, past, most recently passed, preceding",
    "earliest": "earliest, oldest, very first, first ever",
    "more": "more, larger, bigger, higher",
    "less": "less, smaller, lower, fewer",
    "original": "original, original currency, original amount, originally, original sum",
    # The program
    "site": """website, web site, homepage, home page, site, web page, webpage, your page, read
        more, learn more, find out more, more information, more info, more details, know more,
        on the web, online, www, web""",
    "contact": """contact, email, e mail, mail, reach you, contact you, get in touch, reach
        somebody, contact person, contact address, talk to somebody, talk to someone, talk to a
        human, reach someone, reach the team, email address, mail address, contact us, write to
        you, contact details, contact somebody, contact someone, get hold of you, reach""",
    "help": """help, help me, what can you do, what do you do, what can you tell me, what can
        you answer, how do you work, what can i ask, what can i ask you, commands, how does this
        work, what do you know, what questions can i ask, how do i use you, how can you help,
        how can you help me, what are you able to do, usage, menu, what should i ask, what are
        you for, what can i say, how to use this""",
    "bot": """who are you, what are you, your name, what is your name, are you a bot, are you
        human, who am i talking to, are you a robot, who is this, who made you up""",
    # Being friendly
    "greeting": """hi, hello, hey, heya, hiya, howdy, good morning, good afternoon, good
        evening, good day, greetings, morning, yo, hullo, hallo, ahoy, hola, salut, moin, kia
        ora, namaste, hi there, hello there, hey there, hi all, hi everyone, hello everyone, hey
        everyone, hello all, gday, good night, ciao, bonjour, evening, afternoon, hey folks, hi
        folks""",
    "how_are_you": "how are you, how are you doing, how do you do, how is it going, whats up, sup",
    "thanks": """thanks, thank you, thx, ty, cheers, thank you so much, many thanks, thanks a
        lot, much appreciated, thank you very much, thanks so much, tnx, thanks a bunch, merci,
        danke, gracias, appreciated, thanks a million, thanx, great thanks, nice thanks, tysm""",
    "bye": "bye, goodbye, see you, bye bye, later, see you later, see ya, farewell, take care",
    "ok": """ok, okay, great, nice, cool, perfect, awesome, got it, good, alright, good to know,
        good bot, well done, wonderful, excellent, brilliant, lovely, super, sure, fine, yes,
        nice one, good job, love it, congrats, congratulations""",
    # Small words that matter
    "not": "not, never, without, none, no",
    "will": "will, going to, shall, gonna",
    "past": """did, was, were, has, have, had, been, ever, so far, to date, until now, up to
        now, have been, has been, ago, since the beginning, historically""",
    "can": """can i, could i, can we, could we, may i, may we, can one, am i able to, are we
        able to, can, could, would, should, might""",
    "now": "now, right now, currently, at the moment, presently, at present, these days, atm",
    "that": "that, it, this, those, these, them, they, he, she, there, its, their, same",
    "follow": """and, what about, how about, also, and what about, but what about, but how
        about, and for, same for, or, and how about""",
    "one": "one, ones",
    "offer": "offer, offered, offers, exist, exists, have you, do you have, are there, is there",
}
_FILLERS = """
    a, an, the, is, are, am, be, being, do, does, doing, i, me, myself, we, us, you, your, u, ur,
    to, of, for, in, on, at, from, with, into, as, than, so, just, really, exactly, actually,
    please, pls, plz, kindly, tell, tell me, let, know, let me know, give, give me, say, see,
    find, find out, look up, want, want to, would like, i would like, would like to, like, may,
    can you, could you, would you, can you please, could you please, can you show me, wonder,
    wondering, i was wondering, i have, curious, question, quick question, i have a question, i
    need the, we need the, i need to know, i need to find out, i want, looking for, i am looking
    for, get me, show me, do you know, can you tell me, could you tell me, please tell me, hm,
    hmm, um, uh, well, oh, ah, eh, too, very, much, here, out, up, bot, dear, friend, friends,
    everybody, folks, all the, until, till, by, before, happen, happens, happening, fall, falls,
    take place, takes place,  under, within, during, use, uses, using, used, next to, put, go,
    goes, going, talking, asking, ask, roughly, about how, amongst, among, via, through, which of,
    that is, hence, again, sorry, excuse me, pardon, i am new here, new here, we are, i am, right,
    currently still, though, set, thing, things, stuff, kind, kinds, sort, type, types, come,
    comes, back, remind me, me again, is it, does it, possibly, maybe, perhaps, whole, own, given
    that, since, and also, both, either, whether, long, off, btw, by the way, asap, fyi, first of
    all, ya, hope, hoping, hope to, announced, projects like, one can, people can, check,
    interested in, interested, i am interested in, plan to, planning to
"""


def _table() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept, listed in (*_CONCEPTS.items(), ("", _FILLERS)):
        for phrase in listed.split(","):
            words = tuple(phrase.split())
            if words:
                phrases.setdefault(words[0], []).append((words, concept))
    return {
        first: tuple(sorted(same, key=lambda phrase: -len(phrase[0])))
        for first, same in phrases.items()
    }


# First word -> (words, concept), the longest first; the concept of a filler is "".
PHRASES = _table()
_ALL = {word for same in PHRASES.values() for words, _ in same for word in words}
# Words of the questions' own language: alone, in small letters, they name nothing.
COMMON = frozenset(_ALL | NUMBER_WORDS | PERIOD_WORDS | CURRENCY_WORDS)
# Every word that is known without looking at the program.
KNOWN = COMMON | REAL_WORDS
# What a typing error may have meant.
SPELLING = tuple(sorted(word for word in _ALL | PERIOD_WORDS | CURRENCY_WORDS if len(word) >= 4))
