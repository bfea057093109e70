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
    society software source special stage studio support team tech technologies technology the three
    track trust two university web works world young youth
    """
)
# Words that are near to the vocabulary's and no typing errors: "lunch" is not "launch".
REAL_WORDS = word_set(
    """
    banker bankers bond bonds congress founders grade grades painter painters president presidents
    ratio ratios receipts seniors shirt shirts shoot soldier soldiers startup startups widow widows
    abort abound absolutely accent accessing accounts activate active actively activity actor actual
    actuals add addition additionally additions addressed addressee addresses adds admission ads
    advance advanced advances afterward agent agents aggregated aggregator aid aids airline alarming
    alice alike allocates allocator along alter alters amounts amply announce annual answered
    answers apple apples applicant applicants applied applies appropriately arch archive archives
    area aread assist assists aster attend attended audition avenge avenue averaged awaitable
    awaiting aware backend backends backgrounded backgrounds bag bags baked ban band bank banks base
    baseline bases basis bass batched batching bath beach beast become began begun being beings
    bench bending beneficial bequest best beware biased bing black blind block blocking blocks boast
    boil bold book books born bound bounds bowl bowls brad branches brands bread breaks breast bride
    bring brink budgets bug bugs build burn bus business busy but buy buys case cases cast casts
    casual categorize categorized cause causes cautious cello cells chance chances change changed
    changes charge charged charges checkers checks chip chips chomping chooser chooses choosing
    chose church circuit clashing click clock clocks clone cloned clones cloning closer closers
    closest closet closures cloth clothe clothes coach coast codes coding coil coin coins cold
    collector collects coloring combine combines combs comet comic command commented comments
    commission companion comparer compares comparisons competition compiled complain completed
    completely completer completers completes complexes composed comps computed concerns concluded
    condition conducts connected connects constant constants contacted contains contents contexts
    contract contracts contrast contributes contributor converged converse converts cook cooks cool
    cores corn corrected correctly corrects cosmic cost costs count country counts county court
    courts crack credit credits crisis crop crops crossing cut cuts dance dances dashed data date
    dated deadlift deadlock dealings dearest deceive decent decide decided decision decline declined
    declines declining decryption defense dense derail describe described describes descriptions
    descriptive descriptor designated designer detailed detected died diet differed differently
    differing dime dine diner ding dinner directly director discontinue discussed displayed displays
    distance distinct distinguish distinguished distributes distributor divide divided divisions
    doing dominated door down drink drive driver drives drop drops each east edit edition edits
    elapses emails emission encoding ender ending endings energies entirely entirety entities
    enumerable enumerated enumerates enumerator equal eros even event events eviction examines
    excessive exchanged exchanges exclamation exist exists exit exits expanse expansion expansions
    expected expects expense expenses expert explained explains explanations explored exported
    extend extended extensive extras fails fan fans far farther fashion fast fat feast feature
    featured fills finance financed finances finding findings fine finnish fire firewall firms fish
    fist fits fixtures flower fold folds follow followed followers fonds food fool foot forks
    forwarded forwards found founded founder founding four fraction francois frequency frequent
    freshness friction fridge friend friendly fruit fun functional functions fund funder funds
    furnished futures gain gains gate generics giant giants givens giver glide gold golf good gown
    grab grabbing graceful grad graft grafts grained grave great greet greeting grip group groups
    grow grows grunt guarantee guaranteed guarantees guide guided guideline guidelines guides guido
    halo handled handling handy hanging hangs hanning hans hardened hardening headline headlines
    heaps hell hide hint hints hire historical hits hold holds honey host hotline hour house houses
    hull hunt hut hyperlinks importance importantly importing indented inductive inertial infested
    informational informative ingest ingestion inherent initially initiate injected injection
    injective ink inscribe insect inserted insertion insist insisted instruction intend intended
    intention interact intercept intercepted interest internal interned interpret intersect
    intersected intra introduced introduces intros invent invented invents invert inverted join
    joins juries jury justice know known lake lamest larger largs last late latent later latex
    latter launched launcher layer layers lean learns lease leased least legal legion lending lesson
    lied lies life light likes limit limits line linen liner lines link linus list lists liter live
    lives locale locals locate locates lock locking locks logger logic login look looks looping lost
    love lover lower lowers luck lunch mach machinery machines magic maid mail mails main make maker
    manual manually manuals manuel marc march marco margin marsh massage match matched matcher
    matchers matches matching math maxima maximally maximums media medial medians members menus
    messages messed might mine mines minima minimally minimums mins misses mission missions mist
    misused moaning modes moments momentum monkey monte monty morgan motive mount mounts mourning
    mouth mouths movement mower mutual named native nest newer nine note notes notice noticing
    noting numbered numbers obligated obtains odd office officer officers offices officia officially
    offline oil old oneline opener opera opinions optional optionals organic organizational origin
    originals originate others otter ours outgoing outline outlined oven over overkill owl own owns
    pace packed paid pain paint panic parent parents parse parsed parses passes passing passion past
    paste pasted patch patent patents patient patients pats paused pauses peace peak pearson percent
    perfectly periodic periods permanent permission person personal persons petition phone phones
    picker pickled pine pink pipeline place placed places plane plate point points poison police
    policy politics pool portable portals portions posed position possibles post postal posts pound
    power precedent prepending prescribe present presented presents preserve preset presume pretend
    pretending prevent prevents previews previously price prices pride prime primes prince print
    prism prison prize prizes problems procedures proceeding proceeds processed processes processor
    products profiles profit profits progname programmer programmers progresses projected promised
    promises prone proposed prospect protect protected protects prototype provide provided provider
    providers province public pulses purposed quic quiet quirk quite quote quotes raid rail rang
    ranges rangle rank ranked ranks rate rates reach reached react reason recommended recommends
    recorded recorder recovers recruit recruits refining regal regent region registered registers
    registry rejected relieve relieved religion remapping remembered reopened repaired repeat
    repeated reply report reports republic requests require requires rerunning research resent
    reserved reserves resid residence resides residue residues resilient resist resists resize
    responsive rest restored restores resume resumed retail retain retaining retains revenue review
    reviewed reviewer reviewers reviews reward rewards rewind ride rides rights rinse ritual river
    roast root rounding rounds salt salutation saturation scent scheduler schedulers schedules
    schema schemas school scientific scream search season secondly seconds securely seeding sell
    send sending sense sensing separate separated separately separator separators serves session
    sessions sheet shelf shells shielded shifting ship ships shop shops short shot shots show shower
    shows shut side sides signaling signin simmer simulation simultaneous since sine sing singly
    sink sinner sites sits situations skill slash slate sleep slide slides slow slower smart smarty
    smoothing smueller sneak snow soil sold sortable soul sound sour source sourced spanning
    specific sped speed speeding spelled spelling spelt spend spends spill sport sporting sports
    sprand spreading springer springs sprint sprints stacking stage stale stall stalling stan
    standing star stare stars stat stated states stating stats statue statues statute stealing
    stemming stems step stepped stepping stiff stile stores streamed streamer stricter strictly
    string strings strip stripe stripped struct student students style submits subscribe
    substantially succeed succeeded successes successor suggested suitably suite suites suits
    summaries summarized summarizes summit summits supers supplied supply suspect suspected suspends
    sweep tables tabulated tack tacks take tank tanks taste tax taxes teach tears temporaries
    temporary tending tense terminal terminals terminator terminators terrific test tests text thank
    theme these theses thin think thinks thorough those thought thoughts threw throughput thrown
    throws thunk tide tied ties time timed timer timers tire tired tires titanic toady toast token
    told tonal took tool tools topic topics torch totem touch tour tours toward tower town towns
    trace traces tracking tradition traffic tragic trend trends tribe tribes trick tricks trip trips
    tropic truck trucks turn turns tweaking typed typically ultimately understands unload unloaded
    unpacked updated updater upgraded uploads urgent usages usual vague valued values vine virtual
    visit visits visual volumes vote votes waiting wales walker warp waste weak wedding west whale
    wherever while whip white whole whose wide widening wife wigner wind windowed wine winger wink
    wire witch wolf wool wording world worried worrying wrapt writer writes wrote yellow your yours
    """
)
