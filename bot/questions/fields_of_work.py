"""Words that belong together, as people and programs use them: "football" is a matter of sport.

One entry is one field. The words are matched by their roots, so "translation" stands for
"translate" and "translating", too.
"""

from bot.questions.words import word_set

_FIELDS = """
    sport athletic football soccer rugby netball basketball hockey cricket tennis swim swimming
        gym coach coaching team match kit jersey league athlete running cycling surf sailing judo
        volleyball baseball handball skating;
    music instrument song choir orchestra band brass guitar ukulele piano violin cello trumpet
        drum flute concert sing singing singer musician composer composition album recording
        melody saxophone clarinet organ harp pianist;
    theatre theater stage drama play actor acting puppet circus performance opera production
        troupe;
    dance dancer ballet choreography choreographer;
    film movie documentary cinema video footage filmmaker animation camera screen;
    sound audio radio podcast recording broadcast;
    image photo photograph photography picture video film;
    art artist painting painter sculpture gallery exhibition drawing mural;
    book novel author writer poem poetry poet literature story manuscript publish fiction memoir;
    journal article paper publication publishing;
    library archive repository collection catalogue;
    museum heritage history monument archaeology;
    translate translation localise localize interpreter multilingual;
    language dialect speech voice keyboard spelling grammar dictionary corpus;
    documentation docs doc manual handbook tutorial guide readme;
    design graphic logo layout interface usability;
    font typeface typography lettering type;
    message messenger messaging chat protocol instant text sms conversation;
    encrypt encrypted encryption cryptography crypto privacy private;
    security secure audit vulnerability bug penetration hacking;
    search engine index crawler indexing retrieval discovery;
    web website browser internet online;
    depend relies rely depends using used dependency;
    mozilla firefox thunderbird;
    advance further promote;
    hardware chip board circuit electronics electronic processor router microcontroller fpga
        soldering solder semiconductor;
    electronics solder soldering circuit arduino;
    robot robotics robotic drone machine automaton autonomous exoskeleton;
    material ceramic ceramics glass fibre fiber carbon polymer alloy metal steel composite kiln
        porcelain pottery;
    energy power electricity electric solar battery grid minigrid turbine wind panel microgrid
        off-grid hydro generator;
    light lighting lamp lantern streetlight glare;
    sky star astronomy telescope stargazing observatory planet moon comet night galaxy;
    coast shore beach dune sea ocean seaside estuary marine seaweed kelp wetland mangrove
        foreshore;
    plant planting tree forest garden native seedling nursery flower;
    clean clean-up cleanup litter rubbish waste trash plastic;
    fence fencing;
    environment nature climate conservation ecology biodiversity wildlife;
    farm farmer farming agriculture agricultural crop maize field soil seed harvest irrigation
        livestock coffee tea rice wheat cattle cow goat poultry;
    water river well borehole irrigation;
    bank banking money payment savings credit loan wallet finance insurance remittance
        microfinance microcredit account;
    school pupil classroom teacher secondary education lesson teach teaching class;
    girl women woman female;
    child children kid youth young teenager teen under adolescent junior;
    student undergraduate bursary graduate;
    doctorate phd doctoral postdoc thesis dissertation;
    science scientist research researcher laboratory study genome biology chemistry physics;
    conference congress symposium workshop;
    travel trip journey train flight ticket fare visit transport bus;
    lodging hotel accommodation residency abroad exchange mobility;
    tour touring;
    flood fire theft stolen burglary burnt storm earthquake disaster emergency damage accident
        burned robbed broken broke thief thieves stole steal burgled burglar robbery looted wildfire
        flames blaze smoke hurricane burst ruined destroyed drowned landslide vandalised
        vandalized catastrophe;
    repair mend fix broken renovate restore restoration leaking leak;
    bench seat gate roof fence wall door playground hall;
    map mapping gis geodata cartography;
    data dataset statistics;
    neighbourhood neighborhood village parish volunteer;
    neighbourhood neighborhood neighbour neighbor street road block barbecue grill picnic party;
    station volunteer radio broadcaster;
    india indian hindi delhi mumbai bangalore tamil;
    health medical hospital clinic nurse doctor patient;
"""

_NOTHING = """
a an the this that these those it its their our my your his her we us i me you they them who whom
whose which what where when why how is are am be been being was were do does did done doing have
has had having can could may might must shall should will would need needs needed want wants wanted
like likes look looking find finds get gets getting got give gives make makes making made build
builds building built develop develops developing developed create creating designing maintain
maintaining run running write writing work works working take takes taking go goes going come use
to of for in on at from with into as by about than and or but so if then there here also just only
really very too much many more most some any anything something somebody someone anyone no not
please thanks thank hi hello hey good dear project projects idea ideas plan planning try trying
track tracks stream streams scheme schemes programme programmes program programs fund funds funding
funded grant grants money support supports supporting pay pays apply applying application submit
suggest suggestion offer fit fits suit suits suitable belong right best place home one ones category
option call help helps open source new old small big large free people person thing things stuff
way ways tool tools time year years day days ago already yet still now own up out along through
over after before under first second half three two four five live living far get called named
tell know let see say send put kind kinds sort type piece part
"""
NOTHING = word_set(_NOTHING)


def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_FIELDS.split(";")):
        for word in line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


FIELDS = _groups()
# What befell somebody says more than what it befell: "my camera was stolen" is no film.
BEFALLING = FIELDS["disaster"]
