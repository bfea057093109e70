"""The words of questions on awards and the program, of courtesy, and small words that matter."""

CONCEPTS = {
    # Awards
    "award": """award, awards, awarded, awarding, funded, financed, given, gave, give, gives,
        giving, granted, had money, had a grant, had an award, has had money, have had money, had
        any money, had cash, went, spent, spend, paid, pay, pays, paid out, pay out, payout,
        payouts, invested, invest, disbursed, donated, given out, gave out, give out, given away,
        handed out, won, win, winning, sponsored, supported, received, awardees list, distributed,
        prize, prizes, been made, made, awards list, funding decisions, has funded, have funded,
        backed, hand out, hands out, handing out, given to, give away, gives away, dished out, dish
        out, doled out, dole out, shelled out, shell out, allocate, allocated, distribute, bestowed,
        granting, allotted, paid to, got awarded, been awarded, were awarded, being funded, get
        funded, gets funded, got funded, getting funded, made grants, back in the day, ever funded,
        cough up, splash out, contributed, contribute, subsidised, subsidized, bankrolled, put money
        into, put into, awards made, awards given, success stories, payments, payment""",
    "get": """get, got, gets, getting, receive, receives, receiving, gotten, get from, earn, earned,
        obtain, obtained, land, landed, getting money, collect, collected, secure, walked away with,
        walk away with, walks away with, take home, took home, takes home, taken home, secured, been
        given, was given, were given, come away with, came away with, snag, snagged, gained, granted
        to, raked in, rake in, pick up, picked up, handed, was handed, were handed, pocketed,
        banked, scooped, netted, bagged, nabbed, is getting, are getting, walk off with, walked off
        with""",
    "grant": """grant, grants, funding, money, cash, funding awards, financial support, grant money,
        financing, sponsorship, stipend, stipends, support money, backing money, award money""",
    "works": """build, builds, building, built, develop, develops, developing, developed, achieve,
        achieves, achieving, achieved, accomplish, accomplished, buy, buying, bought, purchase,
        purchased, produce, produces, produced, producing, create, creates, creating, created, work
        on, works on, working on, worked on, up to with, planning with, plan with, get done with,
        fix, fixing, fixed, improve, improving, improved, researching, researched,
        studies, studying, studied""",
    "project": """project, projects, recipient, recipients, grantee, grantees, winner, winners,
        organisation, organisations, organization, organizations, beneficiary, beneficiaries,
        awardee, awardees, teams, group funded, applicants funded, grant recipient, grant
        recipients, award recipient, award recipients, award winners, award winner, grant winners,
        prize winners, fundee, fundees, receiver, receivers, grant holder, grant holders, recipients
        list, lucky ones, laureates, laureate""",
    "total": """both times together, both times, both together, total, sum, overall, in total, in
        all, total amount, total sum, sum total, totals, all in all, sum up, add up, grand total,
        altogether, summed, cumulative, cumulatively, aggregate, summing up, in sum, sum of it all,
        running total, total value, combined total, total volume, all up, add them up, adds up, if
        you add up, if you add them up, if i add up, if we add up, if one adds up, add it all up,
        added together, tot up, totted up, added up, overall amount, all told, taken together,
        bottom line""",
    "together": "together, combined, jointly, between them",
    "average": """average, mean amount, avg, typical, on average, averages, mean award, mean grant,
        avg amount, mean value, on the average, usual amount, usual award, mean size, average size,
        averagely""",
    "median": "median",
    "big": """biggest, largest, highest, most, greatest, most money, top, best funded, maximum
        award, by size, by amount, by value, sorted by size, sorted by amount, ordered by size, most
        funding, biggest ever, max award, the most, record, highest amount awarded, largest sum,
        biggest sum, highest sum awarded, largest amount awarded, biggest amount awarded, heftiest,
        chunkiest, priciest, most expensive, the most expensive, the most generous, richest,
        largest single, biggest single, max awarded,
        number one, most generous, biggest cheque, biggest check, maximum ever, most often, most
        times, most frequently, the most often""",
    "small": """smallest, fewest, lowest, least, least money, tiniest, minimum award, the least, min
        award, bottom, littlest, tiny, most modest, minimum ever, cheapest, lowest ever, smallest
        ever, smallest sum, lowest sum, smallest single, meagrest, least funding, least funded""",
    "latest": """latest, newest, most recent, recent, recently, most recently, lately, new, brand
        new, freshest, just been, just recently, newly, of late, just now, these last days, last
        few, the most recent, the most recently, the most current""",
    "last": "last, previous, past, most recently passed, preceding",
    "earliest": """earliest, oldest, very first, first ever, first one ever, inaugural, ever first,
        oldest ever, initial""",
    "more": "more, larger, bigger, higher, a bigger, a larger, a higher",
    "less": "less, smaller, lower, fewer, a smaller, a lower, lesser",
    "original": """amount and currency, original amount and currency, in which currency, in what
        currency, which currency, what currency, original, original currency, original amount,
        originally, original sum""",
    # The program
    "site": """website, web site, homepage, home page, site, web page, webpage, your page, read
        more, learn more, find out more, more information, more info, more details, know more, on
        the web, online, www, web, internet presence, web presence, more about you, website url,
        somewhere online, landing page, faq, faqs, documentation page, guidelines page, url of the
        program, url of the programme, link to the program, link to the programme, address of the
        program, address of the programme, page of the program, page of the programme, url of the
        fund, link to the fund""",
    "contact": """contact, gets in touch, gets in touch with, get hold of people, get hold of the
        people, get hold of someone, send a question, send my question, send questions, send my
        questions, direct a question, direct questions, address a question, address questions,
        email, e mail, mail, reach you, contact you, get in touch, reach somebody, contact person,
        contact address, talk to somebody, talk to someone, talk to a human, reach someone, reach
        the team, email address, mail address, contact us, write to you, contact details, contact
        somebody, contact someone, get hold of you, reach, contacts, talk to, speak to, speak with,
        talk with, who can i ask, who do i ask, whom can i ask, whom do i ask, who should i ask,
        whom should i ask, who could i ask, who to ask, who should i contact, who do i contact, whom
        do i contact, who can i contact, whom should i contact, who do i turn to, who can i turn to,
        turn to, get in contact, get in contact with, get in touch with, in touch, human, humans, a
        human, real person, live person, person in charge, who is in charge, point of contact,
        phone, phone number, telephone, telephone number, write to, send an email, send an email to,
        drop a line, drop you a line, ring you, call you, message you, contactable, who is
        responsible, who should i email, who should i write to, who do i email, who do i write to,
        who can i talk to, who can help me, who can help, who runs this, staff member, hotline,
        support desk, helpdesk, help desk, get hold of, get hold of the team, contact the team, ask
        the team, in touch with, where do i ask for help, where can i ask
        for help, where to ask for help, where do i ask, where can i ask, where to ask, where do we
        ask for help, which channel, what channel, which channel do i ask in, which channel do i ask
        in for help, which channel do i ask for help""",
    "help": """help, help me, what can you do, what do you do, what can you tell me, what can you
        answer, how do you work, what can i ask, what can i ask you, commands, how does this work,
        what do you know, what questions can i ask, how do i use you, how can you help, how can you
        help me, what are you able to do, usage, menu, what should i ask, what are you for, what can
        i say, how to use this, what can this bot do, what does this bot do, what else can you do,
        what all can you do, your commands, list of commands, list commands, how does the bot work,
        how does this bot work, how do i use this bot, how do i use the bot, what are your features,
        features, capabilities, what are your capabilities, instructions, user guide, manual, give
        me a hand, examples, give me examples, example questions, what can i use you for, what are
        you good for, what are you good at, how can i use you, what topics, what things can i ask,
        what do you know about, what stuff can i ask, what kind of stuff can i ask, what kind of
        questions can i ask, what kinds of questions can i ask, what sort of questions can i ask,
        what can you help me with, what can you help with, how should i ask, how do i ask, what
        should i say, ask you about, what can i ask you about, what can i ask about, what may i ask,
        how does this thing work, how does it work here, how does that work, how do you function,
        how does it all work, what are my options with you, what is possible here, what do you
        understand""",
    "bot": """who are you, what are you, your name, what is your name, are you a bot, are you human,
        who am i talking to, are you a robot, who is this, who made you up, introduce yourself, what
        is this bot, are you an ai, are you ai, are you real, are you a person, are you a machine,
        are you alive, who built you, who made you, what kind of bot are you, which bot is this,
        what bot is this""",
    # Being friendly
    "greeting": """anybody there, anyone there, is anybody there, is anyone there, hi, hello, hey,
        heya, hiya, howdy, good morning, good afternoon, good evening,
        good day, greetings, morning, yo, hullo, hallo, ahoy, hola, salut, moin, kia ora, namaste,
        hi there, hello there, hey there, hi all, hi everyone, hello everyone, hey everyone, hello
        all, gday, good night, ciao, bonjour, evening, afternoon, hey folks, hi folks, hiii, heyo,
        heyyy, hi bot, hello bot, hey bot, hey team, hi team, hello team, hi guys, hey guys, hello
        folks, hello friends, hi friends, good afternoon all, morning all, morning everyone, good
        morning all, good morning everyone, good day to you, top of the morning, servus, buenos
        dias, buongiorno, guten tag, guten morgen, salutations, wassup, gm, hai, oi, dear team,
        habari, jambo, mambo, hujambo,
        konnichiwa, konbanwa, ohayo, hej, hei, god dag, terve, bom dia, boa tarde, buona sera, guten
        abend, merhaba, salaam, salam, shalom, sawubona, dumela, annyeong, ni hao, privet, zdravo,
        ahoj, dobry den, szia, aloha, talofa, bula, tena koe, dear all,
        hi y'all, evening all, mornin, hiya all""",
    "how_are_you": """how are you, how are you doing, how do you do, how is it going, whats up,
        sup, how are things, how is life, how is everything, how do you feel""",
    "thanks": """thanks, thank you, thx, ty, cheers, thank you so much, many thanks, thanks a lot,
        much appreciated, thank you very much, thanks so much, tnx, thanks a bunch, merci, danke,
        gracias, appreciated, thanks a million, thanx, great thanks, nice thanks, tysm, in advance,
        thanks in advance, thank you in advance, many thanks in advance, thanks already, cheers
        mate, thanks mate, thanks for your help, thank you for your help, thanks for the help,
        thanks for any help, thank you kindly, much obliged, obliged, thks, thnx, tyvm, ta,
        thankyou, bless you, grateful, i would be grateful, would be appreciated, would be much
        appreciated, thanks anyway, thanks again, thank you again, kudos, big thanks, thank u, tq,
        thanks all, thanks everyone, mahalo, arigato, obrigado, obrigada, asante, asante
        sana, grazie, mille grazie, bedankt, dank u, dank je, tack, takk, kiitos, dziekuje, spasibo,
        hvala, efharisto, shukran, shukriya, dhanyavad, nga mihi, koszonom, dekuji, vielen dank,
        danke schon, muchas gracias, merci beaucoup, terima kasih, domo, domo arigato, xie xie,
        thanks bot, thank you bot, good
        answer""",
    "bye": """bye, goodbye, see you, bye bye, later, see you later, see ya, farewell, take care,
        cya, so long, have a nice day, have a good day, have a great day, have a good one, good bye,
        ciao ciao, see you soon, see you around, talk soon, ttyl, until next time, bye for now, over
        and out, signing off, laters, adios, tschuss, au revoir, cheerio, catch you later, nice day,
        nice weekend, have a nice weekend""",
    "ok": """ok, okay, great, nice, cool, perfect, awesome, got it, good, alright, good to know,
        good bot, well done, wonderful, excellent, brilliant, lovely, super, sure, fine, yes, nice
        one, good job, love it, congrats, congratulations, yep, yeah, yup, yea, okey, okey dokey,
        kk, roger, understood, i see, makes sense, fair enough, sounds good, sweet, neat, amazing,
        fantastic, terrific, splendid, superb, fab, wow, that helps, that is all, never mind,
        nevermind, nvm, no problem, no worries, all good, oki, k, yay, hooray, correct, exactly
        right, not bad, very good, very nice, very helpful, helpful, smart bot, you are great, you
        are awesome, you rock, great job, lol, haha, hehe, fab bot""",
    # Small words that matter
    "not": "not, never, without, none, no",
    "exist": "exist, exists",
    "person": """where is my application, where is our application, status of my application, status
        of our application, i get paid, we get paid, ""where is my application, live in, living in,
        based in, located in, reside in, resident, residents, citizen, citizens""",
    "except": """besides, apart from, aside from, other than, except, except for, excepting,
        excluding, but not, with the exception of, not counting""",
    "both": "both, both of them, both tracks, simultaneously, at the same time, at once",
    "will": "will, going to, shall, gonna",
    "past": """in the history of the fund, in your history, in its history, in the history of the
        program, in the history of the programme, in history, did, was, were, has, have, had, been,
        ever, so far, to date, until now, up to now, have been, has been, ago, since the beginning,
        historically, all time, of all time, of all times, all times, ever since, ever before, up
        until now, over the years, thus far, until today, till now, till today, hitherto, before
        now, over time, since inception, since day one, since the start, over all years, all years,
        across all years, in all years, across the years, through the years""",
    "can": """can people, may people, could people, can anyone, may anyone, can anybody, it possible
        to, possible to, can i, could i, can we, could we, may i, may we, can one, am i able to, are
        we able to, can, could, would, should, might""",
    "now": """now, this minute, this very minute, this instant, right now, currently, at the moment,
        presently, at present, these days, atm, rn, as we speak, this very moment, at this moment,
        at this time, as of now, as of today, for the moment, for now, at this point, right this
        minute, at the minute, at this very moment, nowadays""",
    "that": """that, it, this, those, these, them, they, he, she, there, its, their, same, itself,
        himself""",
    "follow": """and, what about, how about, also, and what about, but what about, but how about,
        and for, same for, or, and how about, plus, as well as, as well, and as for, as
        for, same question for, same thing for, ditto for, likewise, next question, another
        question, one more question, one more thing""",
    "one": "one, ones",
    "on_offer": "on offer, for the taking",
    "compare": """difference, differences, difference between, differences between, diff, diff
        between, differ, differs, compare, comparison, comparison of, comparison between, compared
        to, compared with, in comparison to, versus, vs, distinguishes, what distinguishes, what
        separates, how different, different from, apart""",
    "offer": """offer, offered, offers, have you, do you have, are there, is there, on record, out
        there, do you offer, do you provide, provide, provides, provided, have you got, do you run,
        you run, there be""",
}
