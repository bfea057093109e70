"""Time zones as people name them in a question: "in UTC", "Berlin time", "in los angeles"."""

from bot.questions.words import Token, word_set

_SAID = {
    "utc": "UTC", "gmt": "UTC", "zulu": "UTC", "cet": "Europe/Berlin", "cest": "Europe/Berlin",
    "central european": "Europe/Berlin", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "pacific": "America/Los_Angeles", "edt": "America/New_York",
    "eastern": "America/New_York", "nyc": "America/New_York", "uk": "Europe/London",
    "british": "Europe/London", "german": "Europe/Berlin", "french": "Europe/Paris",
    "japanese": "Asia/Tokyo", "indian": "Asia/Kolkata", "san francisco": "America/Los_Angeles",
    "california": "America/Los_Angeles", "delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata",
    "bangalore": "Asia/Kolkata", "beijing": "Asia/Shanghai", "boston": "America/New_York",
    "seattle": "America/Los_Angeles", "munich": "Europe/Berlin", "hamburg": "Europe/Berlin",
    "barcelona": "Europe/Madrid", "milan": "Europe/Rome", "kiev": "Europe/Kyiv",
    "wellington": "Pacific/Auckland", "christchurch": "Pacific/Auckland",
    "new zealand": "Pacific/Auckland", "nz": "Pacific/Auckland", "japan": "Asia/Tokyo",
    "osaka": "Asia/Tokyo", "kyoto": "Asia/Tokyo", "nagoya": "Asia/Tokyo", "korea": "Asia/Seoul",
    "china": "Asia/Shanghai", "india": "Asia/Kolkata", "chennai": "Asia/Kolkata",
    "hyderabad": "Asia/Kolkata", "pune": "Asia/Kolkata", "vietnam": "Asia/Ho_Chi_Minh",
    "hanoi": "Asia/Ho_Chi_Minh", "thailand": "Asia/Bangkok", "philippines": "Asia/Manila",
    "israel": "Asia/Jerusalem", "tel aviv": "Asia/Jerusalem", "turkey": "Europe/Istanbul",
    "kenya": "Africa/Nairobi", "mombasa": "Africa/Nairobi", "kisumu": "Africa/Nairobi",
    "east africa": "Africa/Nairobi", "east african": "Africa/Nairobi", "ghana": "Africa/Accra",
    "nigeria": "Africa/Lagos", "uganda": "Africa/Kampala", "rwanda": "Africa/Kigali",
    "ethiopia": "Africa/Addis_Ababa", "egypt": "Africa/Cairo", "tanzania": "Africa/Dar_es_Salaam",
    "south africa": "Africa/Johannesburg", "cape town": "Africa/Johannesburg",
    "england": "Europe/London", "scotland": "Europe/London", "wales": "Europe/London",
    "britain": "Europe/London", "edinburgh": "Europe/London", "manchester": "Europe/London",
    "ireland": "Europe/Dublin", "portugal": "Europe/Lisbon", "porto": "Europe/Lisbon",
    "spain": "Europe/Madrid", "france": "Europe/Paris", "lyon": "Europe/Paris",
    "germany": "Europe/Berlin", "frankfurt": "Europe/Berlin", "cologne": "Europe/Berlin",
    "leipzig": "Europe/Berlin", "dresden": "Europe/Berlin", "italy": "Europe/Rome",
    "netherlands": "Europe/Amsterdam", "rotterdam": "Europe/Amsterdam",
    "belgium": "Europe/Brussels", "switzerland": "Europe/Zurich", "geneva": "Europe/Zurich",
    "austria": "Europe/Vienna", "poland": "Europe/Warsaw", "krakow": "Europe/Warsaw",
    "sweden": "Europe/Stockholm", "norway": "Europe/Oslo", "bergen": "Europe/Oslo",
    "denmark": "Europe/Copenhagen", "finland": "Europe/Helsinki", "greece": "Europe/Athens",
    "west coast": "America/Los_Angeles", "portland": "America/Los_Angeles",
    "east coast": "America/New_York", "philadelphia": "America/New_York",
    "washington": "America/New_York", "atlanta": "America/New_York",
    "montreal": "America/Toronto", "ottawa": "America/Toronto", "austin": "America/Chicago",
    "texas": "America/Chicago", "brazil": "America/Sao_Paulo", "argentina":
    "America/Argentina/Buenos_Aires", "chile": "America/Santiago", "portuguese": "Europe/Lisbon",
    "spanish": "Europe/Madrid", "italian": "Europe/Rome", "dutch": "Europe/Amsterdam",
    "polish": "Europe/Warsaw", "swedish": "Europe/Stockholm", "norwegian": "Europe/Oslo",
    "danish": "Europe/Copenhagen", "finnish": "Europe/Helsinki", "greek": "Europe/Athens",
    "irish": "Europe/Dublin", "scottish": "Europe/London", "turkish": "Europe/Istanbul",
    "chinese": "Asia/Shanghai", "korean": "Asia/Seoul", "kenyan": "Africa/Nairobi",
    "nigerian": "Africa/Lagos", "ghanaian": "Africa/Accra", "egyptian": "Africa/Cairo",
    "ethiopian": "Africa/Addis_Ababa", "tanzanian": "Africa/Dar_es_Salaam",
    "ugandan": "Africa/Kampala", "rwandan": "Africa/Kigali", "brazilian": "America/Sao_Paulo",
    "argentinian": "America/Argentina/Buenos_Aires", "chilean": "America/Santiago",
    "austrian": "Europe/Vienna", "swiss": "Europe/Zurich", "belgian": "Europe/Brussels",
    "israeli": "Asia/Jerusalem", "vietnamese": "Asia/Ho_Chi_Minh", "thai": "Asia/Bangkok",
    "californian": "America/Los_Angeles",
}  # fmt: skip
# These alone are zones; a city is one only in "in Berlin" or "Berlin time".
_ALONE = word_set("utc gmt cet cest pst pdt edt")
_COUNTRIES = word_set(
    """
    zealand nz japan korea china india vietnam thailand philippines israel turkey kenya ghana
    nigeria uganda rwanda ethiopia egypt tanzania africa england scotland wales britain ireland
    portugal spain france germany italy netherlands belgium switzerland austria poland sweden norway
    denmark finland greece coast texas brazil argentina chile california uk
    """
)
# "In French" is a language, "French time" a zone.
_OF_PEOPLE = word_set(
    """
    british german french japanese indian portuguese spanish italian dutch polish swedish norwegian
    danish finnish greek irish scottish turkish chinese korean kenyan nigerian ghanaian egyptian
    ethiopian tanzanian ugandan rwandan brazilian argentinian chilean austrian swiss belgian
    israeli vietnamese thai californian
    """
)
_HOURS = word_set("time times hour hours clock oclock zone timezone tz")
_TIME = word_set("time timezone zone hours")
# Cities whose name is their zone's, by area; a name of two words has a low line.
_CITIES = {
    "Africa": """
        Accra Addis_Ababa Algiers Cairo Casablanca Dakar Harare Johannesburg Kampala Khartoum
        Kigali Kinshasa Lagos Luanda Lusaka Maputo Nairobi Tripoli Tunis Windhoek""",
    "America": """
        Anchorage Bogota Boise Buenos_Aires Caracas Chicago Denver Detroit Edmonton El_Salvador
        Guatemala Guayaquil Halifax Havana Jamaica La_Paz Lima Los_Angeles Managua Mexico_City
        Montevideo New_York Panama Phoenix Santiago Sao_Paulo St_Johns Tijuana Toronto Vancouver
        Winnipeg""",
    "Asia": """
        Almaty Amman Baghdad Bahrain Baku Bangkok Beirut Colombo Damascus Dhaka Dubai Hong_Kong
        Jakarta Jerusalem Kabul Karachi Kathmandu Kolkata Kuala_Lumpur Kuwait Manila Qatar Riyadh
        Seoul Shanghai Singapore Taipei Tashkent Tbilisi Tehran Tokyo Yerevan""",
    "Atlantic": "Azores Bermuda Canary Madeira Reykjavik",
    "Australia": "Adelaide Brisbane Canberra Darwin Hobart Melbourne Perth Sydney",
    "Europe": """
        Amsterdam Athens Belgrade Berlin Bratislava Brussels Bucharest Budapest Copenhagen Dublin
        Helsinki Istanbul Kyiv Lisbon Ljubljana London Luxembourg Madrid Malta Minsk Moscow Oslo
        Paris Prague Riga Rome Sarajevo Sofia Stockholm Tallinn Vienna Vilnius Warsaw Zagreb
        Zurich""",
    "Indian": "Maldives Mauritius",
    "Pacific": "Auckland Fiji Guam Honolulu Tahiti",
}
_LONGEST = 3
_LEADS = word_set("in to into")


def _table() -> dict[tuple[str, ...], str]:
    cities = {
        tuple(name.lower().split("_")): f"{area}/{name}"
        for area, names in _CITIES.items()
        for name in names.split()
    }
    return cities | {tuple(said.split()): zone for said, zone in _SAID.items()}


_ZONES = _table()


def is_place(name: str) -> bool:
    """Whether a name in small letters is a place whose time is known."""
    return tuple(name.split()) in _ZONES


def zone_at(words: list[Token], at: int, free: list[bool]) -> tuple[str, int, int] | None:
    """The zone named at token `at`: its IANA name, and the tokens that say it."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        end = at + length
        zone = _ZONES.get(tuple(word.text for word in words[at:end]))
        if zone is None or not all(free[at:end]):
            continue
        begin = at - 1 if at and words[at - 1].text in _LEADS else at
        after = end
        while after < len(words) and words[after].text in _TIME:
            after += 1
        if words[at].text in _OF_PEOPLE and after == end:
            continue
        texts = {word.text for word in words}
        if texts & _COUNTRIES and after == end and not texts & _HOURS:
            continue  # "the deadline in Germany": whether it counts there is not on record
        if begin < at or after > end or words[at].text in _ALONE:
            return zone, begin, after
    return None
