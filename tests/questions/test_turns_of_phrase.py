"""Turns of phrase in questions on deadlines: families of them, each with its answer.

Where the third column is "-", there must be no answer.
"""

import re
from datetime import datetime

import pytest

from bot.questions.engine import answer
from tests.questions.cases import program

CASES = """
harakeke | 2025-07-10T14:00 | 1 August | Are you taking Coast Care applications now
harakeke | 2025-07-10T14:00 | 1 August | Would you accept a Coast Care application this week?
harakeke | 2025-07-10T14:00 | 1 August | Are applications to Coast Care being accepted just now, please?
harakeke | 2025-07-10T14:00 | 1 August | When do you start taking Coast Care papers?
harakeke | 2025-07-10T14:00 | 1 August | when will coast care accept bids again
harakeke | 2025-09-12T12:00 | 17:00 | what o'clock do you stop taking coast care stuff today
moss | 2018-01-15T13:00 | paused | are applications for the India track being accepted
moss | 2018-01-15T13:00 | paused | Would an application to Global Mission Partners: India be accepted today?
moss | 2018-01-15T13:00 | - | was my application accepted
moss | 2018-01-15T13:00 | - | was our FT application accepted
moss | 2018-01-15T13:00 | - | how many applications are accepted for FT
moss | 2018-01-15T13:00 | open | is FT still receiving proposals
moss | 2018-01-15T13:00 | 31 January | until when does FT accept proposals
moss | 2018-01-15T13:00 | open | FT is no longer accepting entries?
moss | 2018-01-15T13:00 | - | do you accept FT applications from companies
moss | 2018-01-15T13:00 | - | does FT accept late applications
moss | 2018-01-15T13:00 | - | do you take joint applications for FT
moss | 2018-02-10T15:00 | 30 April | Do you happen to know when the Foundational Technology track stops taking applications?
moss | 2018-02-10T15:00 | 30 April | when do you stop receiving FT forms
moss | 2018-02-10T15:00 | - | do you accept FT proposals in French
moss | 2018-02-10T15:00 | paused | Is India taking people on?
baobab | 2027-07-01T10:00 | 6 September | When does the power one start taking papers again?
lumen | 2027-04-12T10:00 | 17 May | which calls end in may
lumen | 2027-04-12T10:00 | 31 May | what closes at the end of may
lumen | 2027-04-12T10:00 | 17 May | Which applications are due in the month of May?
lumen | 2027-04-12T10:00 | Next Stage | what starts in June
harakeke | 2025-06-11T12:00 | 20 June | Which applications are due in the week of 16 June?
harakeke | 2025-06-11T12:00 | 20 June | anything due in the week beginning June 16?
harakeke | 2025-06-11T12:00 | 20 June | what closes w/c 16 June
harakeke | 2025-06-11T12:00 | 20 June | What do I need to get in next week?
harakeke | 2025-06-11T12:00 | 20 June | what's due nextweek
commons | 2026-06-10T10:00 | 1 August | So it's the first of July for Private Messaging?
commons | 2026-06-10T10:00 | 1 August | My co-founder says Private Messaging closes July 1. Is she right?
commons | 2026-06-10T10:00 | 1 August | Our treasurer told us that private messaging ends on 1 July, is he wrong?
commons | 2026-06-10T10:00 | 1 August | The poster said Private Messaging closes on the thirtieth of June?
commons | 2026-06-10T10:00 | 1 August | the second of August is the private messaging deadline, right?
moss | 2018-01-10T11:00 | 30 April | FT: not the coming deadline, the one after it
moss | 2018-01-10T11:00 | 30 April | If I skip the upcoming Foundational Technology deadline, what date is the subsequent one?
moss | 2018-01-10T11:00 | 30 April | the foundational technology deadline following the next, which day is it
moss | 2018-01-10T11:00 | 30 April | When does Foundational Technology close the time after next?
moss | 2018-01-10T11:00 | 30 April | whats the 2nd upcoming deadline 4 foundational technology
moss | 2018-01-10T11:00 | 30 April | I know about Jan 31 for FT. What is the next deadline after it?
moss | 2018-01-10T11:00 | 30 April | second next FT deadline
moss | 2018-01-10T11:00 | 30 April | which FT deadline comes after the upcoming one
moss | 2018-01-10T11:00 | 30 April | suppose we skip the January FT deadline: when is the one thereafter?
moss | 2018-01-10T11:00 | 30 April | What is FT's second coming deadline
moss | 2018-01-10T11:00 | 30 April | FT's deadline beyond the next one
commons | 2026-03-10T15:00 | 1 June | I'm planning the next quarter. Which of your calls end in it?
commons | 2026-03-10T15:00 | 1 June | Next quarter is free for us. What closes then?
commons | 2026-03-10T15:00 | 1 June | what are all the dead lines of next quarter pls
commons | 2026-03-10T15:00 | (?i)no  | We are on holiday in May. What is due in that time?
commons | 2026-03-31T12:00 | 12:00 | Up to which time of day may Private Messaging proposals arrive tomorrow?
commons | 2026-03-31T12:00 | 1 April | until what date may Private Messaging proposals be sent
commons | 2026-06-15T12:00 | Sept | How long will Open Hardware stay paused?
commons | 2026-06-15T12:00 | Sept | When is the Open Hardware break over
commons | 2026-06-15T12:00 | Sept | Do you know when Open Hardware will accept submissions once more?
commons | 2026-06-15T12:00 | Sept | when does the pause of open hardware end
commons | 2026-06-15T12:00 | (?i)paused | is open hardware still on its break
harakeke | 2025-04-10T10:00 | 30 June | youth music, when next
harakeke | 2025-04-10T10:00 | 2 May | Youth Sport: when?
harakeke | 2025-04-10T10:00 | 22 days | youth sport, how long have we got
baobab | 2027-05-15T18:30 | 15 June | ive just pressed send for soil and seed at half six, was it in time?? or whats next
kitsune | 2027-05-01T10:00 | 17:00 | by when in Portuguese time is New Materials due
kitsune | 2027-05-01T10:00 | - | can I write the New Materials proposal in Japanese
harakeke | 2025-09-10T11:00 | - | We won't make it for Coast Care; can you let us submit on Sunday?
harakeke | 2025-09-10T11:00 | - | would you allow us to hand in Coast Care on Sunday?
harakeke | 2025-09-10T11:00 | 12 September | can you let us know when Coast Care closes?
lumen | 2027-04-20T14:00 | - | im waiting for my young researchers result, when does it come
lumen | 2027-05-03T12:00 | 16 August | earliest date to apply for May Fellowship?
lumen | 2027-05-03T12:00 | 16 August | how early can we apply for the May Fellowship
lumen | 2027-04-20T14:00 | 31 May | How late may one apply to Sound and Image?
lumen | 2027-04-20T14:00 | 31 May | when must my Sound & Image application be with you at the latest
lumen | 2027-04-20T14:00 | 31 May | before which date do we have to apply for Sound & Image
lumen | 2027-10-20T09:00 | Lisbon | which timezone is used for the YR deadline
lumen | 2027-05-10T16:00 | 30 September | I need two dates: Open Access and Next Stage, when is each due
lumen | 2027-05-10T16:00 | 30 September | Both Open Access and Next Stage interest us. When do they close?
moss | 2018-01-23T09:00 | eight days | Hi folks, our maintainer is away this week, so I need to know: how much time is left before Foundational Technology closes?
moss | 2018-01-23T09:00 | eight days | Can someone tell me how many more days Foundational Technology stays open
moss | 2018-02-10T15:00 | 30 April | i'd like to know the date limit for Foundational Technology please
moss | 2018-02-10T15:00 | 30 April | For Foundational Technology, applications must be in by...?
moss | 2018-02-01T00:20 | closed on | did i mis misson partners
moss | 2018-02-01T06:00 | (?i)31 January | its the first of february here in london, did i miss the mission partners one?
harakeke | 2025-05-03T08:00 | 2 May | Did the Youth Sport deadline slip past us
harakeke | 2025-05-03T08:00 | 2 May | Our netball club meant to apply for Youth Sport yesterday. Are we too late now?
harakeke | 2025-05-03T08:00 | 2 May | Would a Youth Sport application still count this morning, or did I miss the deadline?
harakeke | 2025-09-01T10:00 | 17:00 | By what time of day do Coast Care forms need to be in?
commons | 2026-03-31T12:00 | 12:00 | what o'clock must Private Messaging forms arrive tomorrow
commons | 2026-06-15T12:00 | Sept | We have a RISC-V board ready and Open Hardware is on hold. When is it going to open?
lumen | 2027-04-12T10:00 | 17 May | anything due in May that I should tell my students about?
commons | 2026-05-20T09:00 | 1 June | Which deadline do I have to think of next?
kitsune | 2027-05-01T10:00 | 14 May | which comes first, NM or Robotics
baobab | 2027-06-30T23:15 | (?i)open | From Accra, 20:15 here: MMI still open today?
baobab | 2027-03-23T10:00 | eight days | habari, mobile money closes in how many days?
commons | 2026-04-01T12:30 | 1 June | missed messaging by half an hour, when is the one after
commons | 2026-05-20T10:00 | paused | is anything paused or closed
harakeke | 2025-02-16T10:00 | 14 March | the committee keeps asking when coast care closes
kitsune | 2027-06-10T10:00 | (?i)no | Is something due in June or can I go on holiday?
moss | 2018-01-25T10:00 | Foundational | soooo which ones are actually taking applications rn?
moss | 2018-01-25T10:00 | - | can I apply for FT from Berlin
moss | 2018-01-25T10:00 | - | can people in Warsaw apply to Mission Partners
moss | 2018-01-25T10:00 | - | may I hand in FT from Nairobi
hillside | 2026-05-01T10:00 | (?i)open | Is Village Repairs paused, or is that just gossip?
moss | 2018-01-25T10:00 | open | is MP open or can I leave it
moss | 2018-01-25T10:00 | - | Will my FT application be valid?
moss | 2018-01-25T10:00 | - | is my FT application still valid?
moss | 2018-01-25T10:00 | - | I'm stuck with the FT form
moss | 2018-01-25T10:00 | - | my FT account is blocked
moss | 2018-01-25T10:00 | - | when will the FT money be received?
moss | 2018-01-25T10:00 | - | what do you think about FT
moss | 2018-01-25T10:00 | - | which track suits us
moss | 2018-01-25T10:00 | - | who is first for FT
moss | 2018-01-25T10:00 | - | how many forms does FT have
moss | 2018-01-25T10:00 | - | can FT forms be sent by post
moss | 2018-01-25T10:00 | - | can the FT proposal be submitted by a company
moss | 2018-01-25T10:00 | - | is an FT application accepted without a budget?
moss | 2018-01-25T10:00 | - | are FT applications accepted by email?
moss | 2018-01-25T10:00 | - | how many applications does FT take?
moss | 2018-01-25T10:00 | - | do you take candidates under 18 for FT
moss | 2018-01-25T10:00 | - | my lawyer says FT is only for companies
moss | 2018-01-25T10:00 | - | Our project was accepted in FT. When is the money paid?
moss | 2018-01-25T10:00 | - | We missed FT by a day. Could you make an exception?
moss | 2018-01-25T10:00 | - | I sent FT yesterday, did it arrive?
moss | 2018-01-25T10:00 | - | FT, who reviews it?
moss | 2018-01-25T10:00 | - | what is the subsequent step for FT
moss | 2018-01-25T10:00 | - | In May we have exams. Who decides then?
harakeke | 2025-04-10T10:00 | - | which clubs keep open days
commons | 2026-06-15T12:00 | jury | why was open hardware frozen
moss | 2018-01-25T10:00 | - | chances of more money from FT?
moss | 2018-01-25T10:00 | - | any chance of an FT grant for us?
"""


def _cases() -> list[list[str]]:
    return [[part.strip() for part in row.split(" | ")] for row in CASES.strip().splitlines()]


@pytest.mark.parametrize(("name", "at", "wanted", "question"), _cases())
def test_turns_of_phrase(name: str, at: str, wanted: str, question: str) -> None:
    asked = program(name)
    given = answer(question, asked, datetime.fromisoformat(at).replace(tzinfo=asked.zone))
    if wanted == "-":
        assert not given.answered, given.text
    else:
        assert re.search(wanted, given.text), given.text
