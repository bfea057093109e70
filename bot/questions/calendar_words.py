"""The words of questions on deadlines and tracks, by the concept they stand for."""

CONCEPTS = {
    # What is asked for
    "when": """when, what date, which date, what day, which day, date, what is the date, on what
        date, on which day, by what date, how soon, whenever, roughly when, around when, when
        exactly, on what day, at which date, what is the day, which week, what week, which weekday,
        what weekday, weekday, which week day, what week day, what day of the week, which day of the
        week, day of the week, day of week, how long ago, how many days ago, how many weeks ago, how
        many months ago, how many years ago, since when, how recently""",
    "from_when": """from when, from which date, from what date, from which day, from what day, as of
        when, as of what date, as of which date, starting when, starting from when, since when can,
        from when on""",
    "due_when": """by when, until when, till when, how late can i, how late can we, up to when, til
        when, up until when, by what time, by which date, by which day, how late may i, how late
        could i""",
    "time": """what time, at what time, which hour, what hour, at which hour, time of day, what time
        of day, at what time of day, what oclock, until what oclock, exact time, time, oclock,
        clock, what times, cut off time, cutoff time, closing time, hour, midnight, noon, at
        midnight, at noon, end of day, eod, at what clock time""",
    "zone": """time zone, timezone, tz, which zone, what zone, whose time, time zones, timezones,
        zone, local time, my time, our time, my local time, my own time, my time zone, my timezone,
        anywhere on earth, aoe, anywhere on the earth, our time zone, where i live, where i am, for
        me here""",
    "how_long": """how long, how much time, how many days, how many hours, how many weeks, how many
        months, how many minutes, number of days, days left, time left, hours left, weeks left,
        minutes left, left, remaining, remain, remains, countdown, days, hours, weeks, minutes, few
        minutes, a few minutes, few hours, a few hours, few days, a few days, few weeks, days
        to go, to go, time remaining, how far, how near, how close, how far away, days away, how
        many days away, time until, time till, how much longer, how many more days, how many more
        weeks, how much more time, how many more hours, how long still, for how long, how long more,
        in how many days, in how many weeks, how many sleeps, how many days more, days remaining,
        days do we have, amount of time, t minus, how many business days, any days, any time left,
        how much time remains, how many months more, hrs""",
    "how_much": """how much, how much money, amount, amounts, how big, how large, how high, how many
        money, sum of money, what amount, what sum, which sum, which amount, size, sizes, sums,
        figures, how small, value, how much in money, how much dough, what sum of money, how
        substantial, how generous, what was the amount, how much was, dollar amount, how much cash,
        how much funding, how many funds, award size, award sizes, how sizeable, funding amount,
        grant amount, grant size, grant sizes, money amount""",
    "how_many": """how many, number, number of, count, count of, tally, the tally, tally of, how
        many different, how many of""",
    "how_often": "how often, how many times, how frequently",
    "who": """who, who is behind, who was behind, who is that, whom, whose, which organisation,
        which organization, anyone, anybody, somebody, someone, everyone, nobody, no one""",
    "what": """what, which, whats up, what kind, what kinds, what sort, what type, what else, wat,
        wich""",
    "where": """where, link, links, url, urls, page, address, form, portal, whereabouts, in which
        place, which page, what page, what link, which link, what url, what address, which address,
        where exactly, where to, hyperlink, what is the url, site to apply, whereto""",
    "how": """how, how to, best way to, the best way to, way to, how can, in which way, what way, by
        what means, in what way, how exactly, what are the steps, steps, what is the process, what
        is the procedure, procedure""",
    "why": """why, how come, reason, reasons, what for, what is the reason, y, how is it that, for
        what reason, what is the reason behind, what is behind, how so, wherefore, because of
        what""",
    "purpose": """purpose, purposes, for what, for doing what, to do what, what reason, what
        purpose, goal, goals, aim, aims""",
    "list": """list, breakdown, break down, tabulate, show, overview, all, every, each, display,
        summary, summarise, summarize, everything, full list, full, complete list, complete, each
        of, every single, the lot, rundown, run down, run through, enumerate, a table, all of, all
        of them, all of your, entire list, whole list, names of, the names of, name all, name the,
        name every""",
    "any": """any, anything, something, some, nothing, one of, another, further, additional,
        anything else, any other, any further, one more, something else, at least one, even one""",
    # Deadlines
    "deadline": """deadline, due date, cut off, cutoff, cutoff date, cut off date, closing date,
        close date, submission date, last day, last date, final day, final date, due, end date,
        latest date, dedline, submission deadline, application deadline, expiry date, cut offs, last
        chance, final call, last call, ddl, deadline date, latest possible date, last possible
        moment, last possible day, last possible date, last moment, latest moment, final moment,
        latest day, latest possible day, cut off point, cutoff point, last day to apply, finish
        line, finishing date, final call for, time limit, closing day, due day, end of the call,
        hard deadline, firm deadline, strict deadline, absolute deadline, official deadline, real
        deadline, actual deadline, exact deadline""",
    "deadlines": """deadlines, last dates, last days, final dates, final days, last days to apply,
        due dates, closing dates, cutoffs, dates of deadlines, end dates, submission deadlines,
        dates, what dates, schedule, calendar, timeline, time line, key dates, important dates,
        closings, dates and deadlines, upcoming dates, deadline dates, deadline list, closing days,
        cutoff dates, cut off dates, dates to remember, deadline calendar, key deadlines""",
    "call": """call, batch, round, cycle, intake, window, submission window, application window,
        call for proposals, funding round, application period, calls, batches, rounds, windows,
        cohort, chance, tranche, edition, submission round, submission period, grant round, grant
        rounds, funding rounds, application round, application rounds, funding call, funding calls,
        funding cycle, call for applications, calls for proposals, calls for applications, cohorts,
        cycles, time slot""",
    "close": """close, closes, closing, shuts, stop, stops, end, ends, ending, finish, finishes,
        expire, expires, run out, runs out, shuts, shutting, fall due, falls due, stop accepting
        applications, stop accepting, stop taking applications, stops accepting applications, stop
        accepting proposals, due to close, close its doors, closes its doors, close up, wrap up,
        wraps up, come to an end, comes to an end, terminate, terminates, conclude, concludes,
        cease, ceases, be over, lapse, lapses, close down, shut its doors, end up closing, go
        dark""",
    "open": """open, opened, accepts, still possible, still an option, still doable, available,
        running, live, active, accepting applications, taking applications, accepting proposals,
        accept applications, take applications, accepting submissions, accepting, open for
        applications, open for submissions, open to applications, up and running, ongoing, taking
        new applications, still on, still going, still running, still active, currently on, taking
        people, taking entries, receptive, be applied to, be applied for, up for grabs, open right
        now, in progress, underway, under way, welcoming applications, door open, the door open,
        doors open, the doors open, their doors open, its doors open""",
    "opens": """opens, opening, openings, open up, opens up, starts, start, begin, begins, launch,
        launches, kick off, opening date, start date, opening dates, opening time, kicks off, gets
        going, get going, get underway, going live, go live, goes live, commence, commences, start
        taking applications, starts taking applications, start accepting applications, starts
        accepting applications, opening day, opening up, opening soon, first day, open its
        doors, opens its doors, open the doors, open their doors, open your doors, get started, gets
        started""",
    "reopen": """reopen, reopens, reopening, re open, open again, opens again, opened again, resume,
        resumes, be back, come back, restart, restarts, unpaused, unpause, back open, be open again,
        open up again, opening again, ever open again, come back online, apply again, start again,
        return, returns, returning, starts again, starting again, coming back, comes back, back on,
        be active again, be live again, restarted, reopened, be unpaused""",
    "have": "have i got, have we got, i have got, do i have, do we have, have i, have we",
    "mine": "my, our, mine, ours",
    "personal": "did i, did we, will i, will we, was i, were we",
    "next": """next, upcoming, coming, coming up, comes up, soonest, nearest, closest, soon, ahead,
        next up, come up, on the horizon, in the future, future, come next, comes next,
        forthcoming""",
    "closes_last": """closes last, close last, ends last, closing last, last to close, the last to
        close, furthest away, farthest away, furthest out, farthest out, furthest off, most distant,
        furthest in the future, farthest in the future, latest to close, close the latest, closes
        the latest, closes latest, due last, is due last, finishes last, furthest deadline, latest
        deadline, latest closing date""",
    "final": "final, ultimate",
    "after": "after, follows, succeeds",
    "extension": "more time, extra time, extension, extensions, grace period, days of grace",
    "in_time": """in time, still time, still have time, still make it, time enough, enough time,
        still in time, can i make it, can we make it, could i make it, could we make it, make it in
        time, make it, on time, still got time, got time left, still got any time, did i make it,
        did we make it, make it for, will i make it, will we make it, make it by, in good time""",
    "miss": """too late, miss, missed, did i miss, did we miss, have i missed, have we
        missed, am i late, are we late, late for, be late, am i already late, am i very late, is it
        late, too late now, missed out on, miss out on, missed out, miss the boat, missed the boat,
        left it too late, running late for, am i past, are we past, past due, past the deadline,
        blow the deadline, blew the deadline, blown the deadline, blow it, blew it, overslept,
        slept through, a day late, one day late, a day late for, one day late for, days late, an
        hour late, hours late, minutes late, a week late, one week late""",
    "none_due": """no deadlines, no deadline, no more deadlines, no more deadline, no further
        deadlines, no further deadline, no calls, no more calls, no other deadlines, nothing due,
        nothing more due, nothing else due""",
    "gone": "gone",
    "make": "make, makes",
    "then": "then",
    "occurs": """fall, falls, fell, falling, happen, happens, happening, take place, takes place,
        taking place, took place, occur, occurs, occurred, fall on, falls on""",
    "if_missed": """if we miss, if i miss, if we missed, if i missed, if we can not make, if i can
        not make, if we do not make, if i do not make, in case i miss, in case we miss, should i
        miss, should we miss, if we can not, if i can not, if we are late for, if i am late for, if
        we are too late for, if i am too late for, when i miss""",
    "passed": """passed, over, expired, gone by, elapsed, lapsed, is over, pass, passes, gone past,
        already over, behind us, come and gone, been and gone, go by""",
    "still": "still, already, yet, anymore, any more, as of now still, even now",
    "after_next": """after the next one, after the next, after next, following the next one, second
        next, after the next deadline, next but one""",
    "after_that": """after that, one after, the one after, one after that, the one after that,
        following one, the following one, next one after, the next one after that, after that
        one, after this, after this one, afterwards""",
    "next_one": "the next one, next one, following",
    "rolling": """rolling, at any moment, any moment, any moment of the year, at any point, any
        point of the year, any time of the year, any time of year, any day of the year, at any time,
        any time, anytime, all year, all year round, year round, at all times, whenever i want,
        whenever we want, whenever i like, throughout the year, round the year, all the time""",
    # Tracks
    "fund": "fund",
    "track": """track, stream, scheme, programme, program, funding line, category, option,
        opportunity, funding track, funding stream, grant track, grant stream, grant scheme, funding
        scheme, grant type, funding type, funding category, strand, award track, pot, funding
        program, funding programme, grant program""",
    "tracks": """tracks, your funds, of your funds, the funds, of the funds, which funds, what
        funds, all funds, any funds, these funds, streams, schemes, programmes, programs, funding
        lines, categories, options, opportunities, funding opportunities, kinds of funding, types of
        funding, funding tracks, lines of funding, grant tracks, funding streams, grant schemes,
        funding schemes, strands, pots, funding programs, funding programmes, grant programs, grant
        types, funding types, sources of funding, sources of money, areas of funding, funding
        areas""",
    "paused": """paused, suspended, on hold, frozen, halted, on pause, stopped, pause, pausing,
        temporarily closed, still on hold, on ice, put on hold, taking a break, on a break, in
        limbo, not running, not active, inactive, stuck, stalled, a standstill, standstill, dormant,
        on the shelf, shelved, the pause""",
    "closed": """closed, shut down, discontinued, ended, finished, closed down, done, terminated,
        wound down, cancelled, canceled, not around anymore, closed for good, permanently closed,
        gone for good, shut, dead, dead dead, the door shut, door shut, doors shut, the doors shut,
        door closed, the door closed, doors closed, the doors closed""",
    "status": """status, the matter with, what is the matter with, wrong with, what is wrong with,
        the problem with, what is the problem with, the story with, the state of, state, whats up
        with, what is up with, what is going on with, what is happening with, what is new with, how
        is it with, situation, news, any news, update, updates, any updates, what happened to, what
        happened with, what is happening to, going on with, how is, how does it look for, where do
        things stand with, where does it stand, how do things stand, up with, what became of, what
        happened""",
    "suggest": """suggest, suggestion, suggestions, nominate, nomination, nominations, recommend,
        propose, suggesting, nominating, suggests, take suggestions, recommendation, put forward,
        propose a project, propose projects, flag a project, submit a suggestion, pitch, put in a
        word for, takes suggestions only, take suggestions only, takes only suggestions, suggestions
        only, only by suggestion, by suggestion only, takes suggestions, nominations only, takes
        nominations, by nomination, put someone forward, put somebody forward, put people forward,
        puts forward, forward, proposing, name forward, put name forward, suggested""",
    "apply": """apply, application, applications, applying, submit, submission, submissions,
        proposal, proposals, send in, hand in, register, sign up, applied, submitting, turn in,
        application form, apply for, apply to, applications due, send, request funding, hand it in,
        submitted, applicable, submit an application, send in an application, preparing an
        application, preparing a proposal, preparing our application, preparing my application,
        writing an application, writing a proposal, writing our proposal, writing my proposal,
        working on an application, working on a proposal, working on our application, working on my
        application, hand, handed in, hand over, put in an application, put in, file an application,
        entries, send off, get my application in, get our application in, get applications in, get
        my proposal in, get it in, go in for, went in for, put in for, goes in for, be in, go in,
        has to be in, make a submission, application link, application page, applicants form,
        application portal, drop my application, throw my hat in the ring, turn it in, sent,
        sending, upload, uploaded, apply online, get into, get in on, got to be in, try
        again, have another go, another go, have a go, another shot, try our luck, try my luck""",
    "need_to": """need to, have to, must, has to, ought to, needs to, had to, got to, supposed to,
        should i, should we, need i, gotta, be required to, required to""",
    "about": """about, the idea behind, idea behind, idea of, the idea of, describe, description,
        explain, tell me about, details, detail, info, information, details on, more about, details
        about, information on, info on, all about, tell me more about, explanation, mean, means,
        stand for, stands for, what is it about, deal with, concerned with, the gist of, gist, in a
        nutshell, nutshell, short description, brief description, rundown of, background on,
        background of, introduce, introduction, intro, the lowdown on, lowdown, what is the deal
        with, scoop on""",
    "support": """support, supports, supporting, cover, covers, sponsor, sponsors, finance,
        finances, funds, pay for, pays for, fund what, supported by, help with, backs, backing,
        subsidise, subsidize, subsidises, subsidizes, subsidy, bankroll, underwrite, foot the bill
        for, give money for, give money to, fund things like, want to fund, like to fund, looking to
        fund""",
    "for_what": """meant for, intended for, aimed at, used for, who is it for, good for, do with,
        doing with, did with, geared towards, geared to, targeted at, directed at, designed for,
        made for, spending it on, spend it on, spend the money on, spend its money on, spend their
        money on, spending the money on, spent it on, using it for, use it for, use the money for,
        use the funds for, using the money for, using the grant for, use the grant for, spend the
        grant on, put the money towards, in exchange for, going towards, intended use, serve,
        serves, who does it serve, cater to, caters to, cater for, caters for, benefit, benefits,
        target group, target audience, target groups, audience, beneficial to""",
    "fit": """fit, fits, suitable, suitable for, right for, suit, suits, match, matches, best for,
        apply with, right track for, suited, fitting, appropriate, choose, pick, good match, good
        fit, right place, right one, best fit, best match, go with, best suited, right home, right
        stream""",
    "max": """max, maximum, limit, upper limit, at most, ceiling, cap, up to how much, most i can,
        highest amount, largest amount, maximal, biggest amount, maximum amount, most i could, most
        we can, most we could, most one can, the most i can, the most i could, the most we can, the
        most we could, the most one can, the most i can get, the most i could get, the most we can
        get, the most we could get, at the most, max amount, top amount, highest sum, upper bound,
        upper end, as much as, how high can i go, how high can we go, biggest grant i can get,
        biggest grant we can get, largest grant i can get, largest grant we can get, biggest
        possible, largest possible, highest possible, max grant, maximum grant, how much at most""",
    "min": """min, minimum, lower limit, at least, smallest amount, lowest amount, minimal, minimum
        amount, least i can, lower bound, lower end, min amount, smallest possible, lowest possible,
        minimum grant, at minimum, starting amount, smallest grant i can get, least amount""",
    "ask": """ask for, request, asking for, can be requested, be requested, can one get, can i get,
        can i ask, can we ask, can i ask for, what can i ask for, what can we ask for, can we get,
        can i request, can we request, could i get, could we get, could i ask, can one ask, can you
        get, can be asked, can one ask for, range, can projects get, can a project get, can i
        receive, can we receive, is possible, possible, apply for how much, funding range, range of
        funding, grant range, budget range, one apply for, requestable, be granted, can one expect,
        can i expect, can we expect, expect to get, could we receive, could i receive, may i ask
        for, may we ask for, may i request, may we request, could we ask for, could i ask for, could
        we request, could i request, size of grants, sizes of grants, get out of, requests,
        solicit, demand, least and most, most and least, between what, from what to what""",
}
