"""English words that would be mistaken for something else if nobody knew them."""

from bot.questions.words import word_set

# Words that are common in names, so that one of them alone names nothing.
GENERIC = word_set(
    """
    all alliance and art arts association award awards batch call center centre club collective
    communities community culture data day development digital education fellowship first five for
    foundation four free fund funds general global grant grants group hardware health in
    initiative innovation institute international internet lab labs large local media mission
    national network new night of one open partner partners private prize program programme
    project projects public research round science sciences second secure security small social
    society software source special studio support team tech technologies technology the three
    track trust two university web works world young youth
    """
)
# Words that are near to the vocabulary's and no typing errors: "lunch" is not "launch".
REAL_WORDS = word_set(
    """
    abort abound active activity actor actual add addition adds admission ads advance agent agents
    aid aids airline amounts amply annual apple apples applicant applicants applied arch archive
    archives assist assists attend attended audition avenge avenue aware bag bags ban bank banks
    base baseline bases basis bass beach beast began being bending bequest best beware black blind
    block blocks boast boil bold book books born bound bowl bowls breast bride bring brink bug
    bugs burn bus business busy but buy buys case cases cast casts casual cause causes cello
    chance change changed changes charge charged chip chips chose church circuit clock clocks
    clone clones closer closet cloth clothe clothes coach coast coil coin coins cold comic
    commission competition complain condition contract contracts contrast cook cooks cool corn
    cosmic cost costs count country county court courts crack credit credits crisis crop crops cut
    cuts dance dances data date deadlift deadlock dearest deceive decent decide decided defense
    dense derail describe died diet dime dine diner dinner divide divided doing down drink drive
    driver drives drop drops each east edit edition edits emission ending equal even event events
    exist exists exit exits expanse expense expenses extend extended fan fans far fashion fast fat
    feast finance financed finances finding fine finnish fire firms fish fist fits flower fold
    fonds food fool foot found founded founder founding four fridge friend fruit fun fund funder
    funds gain gains gate giant giants giver glide gold golf good gown great grip group groups
    grow grows grunt guarantee guaranteed guarantees guide guided guideline guidelines headline
    headlines hide hint hints hire hits hold holds honey host hotline hour house houses hunt hut
    infested ink inscribe insect insist intend intended interest invent invented invents join
    joins juries jury justice know known lake lamest larger last late later latter lease leased
    least legal legion lending lesson lied life light limit limits line liner lines link list
    lists live lives lock locks logic login look looks lost love lover lower lowers lunch magic
    maid mail mails main make manual march margin marsh match matches might mine mines mission
    missions mist moaning monkey motive mount mounts mourning mouth mouths mower mutual native
    nest nine note notes notice odd office officer officers offices offline oil old opener opera
    organic origin ours outline oven over owl own owns paid pain paint panic parent parents passes
    passion past paste patent patents patient patients paused pauses peace peak percent permission
    person persons petition phone phones pine pink pipeline place places plane plate point points
    poison police policy politics pool posed position post posts pound power prescribe present
    presents presume pretend prevent prevents price prices pride prince prism prison prize prizes
    profit profits proposed prospect protect protected protects prototype provide provided
    province public pulses purposed quiet quite quote quotes raid rail rank ranks rate rates reach
    reached reason recruit recruits regal regent region relieve religion reopened repeat repeated
    reply report reports republic research resent resist resists rest resume retail revenue review
    reviewed reviewer reviewers reviews reward rewards ride rides rinse ritual river roast rounds
    scent school scientific search season send sending sense session sessions ship ships shop
    shops short shot shots show shower shows shut side sides simmer since sink sinner skill slide
    slides slow slower smart snow soil sold soul sound sour specific speed spelt spend spends
    sport sporting sports sprint sprints stall stare stars states stats statue statues statute
    stile string strings strip stripe student students style subscribe suite suits summit summits
    supply suspect suspected take tank tanks taste tax taxes teach tending tense terrific test
    tests text thank these think thinks those tide tied time tire tired tires titanic toady toast
    told tonal took tool tools topic topics totem touch tour tours tower town towns trace traces
    tradition traffic tragic trend trends tribe tribes trick tricks trip trips tropic truck trucks
    turn turns urgent usual vine virtual visit visits visual vote votes waste weak wedding west
    whip white whole whose wide wife wind wine winger wink wire witch wolf wool yellow your yours
    """
)
