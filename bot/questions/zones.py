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
    "wellington": "Pacific/Auckland",
}  # fmt: skip
# These alone are zones; a city is one only in "in Berlin" or "Berlin time".
_ALONE = word_set("utc gmt cet cest pst pdt edt")
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
        if begin < at or after > end or words[at].text in _ALONE:
            return zone, begin, after
    return None
