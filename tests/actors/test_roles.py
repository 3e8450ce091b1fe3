"""Who a phrase means: phrase in a sentence → name, country, PLOVER sector, class of the entity."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow

# the phrase stands between brackets; "-" is None
CASES = """
[Taliban fighters] attacked a checkpoint near the river. | Taliban | AFG | REB | armed_group
[The Taliban] said the district centre had fallen. | Taliban | AFG | REB | armed_group
Two mines were laid by [the Taliban's military wing] last night. | Taliban | AFG | REB | armed_group
[Afghan forces] pushed back towards the bridge. | Military Forces of Afghanistan | AFG | MIL | government
[The Afghan military] denied it. | Military Forces of Afghanistan | AFG | MIL | government
[Afghan special forces] retook the market. | Military Forces of Afghanistan | AFG | MIL | government
[Kabul's troops] withdrew at dawn. | Military Forces of Afghanistan | AFG | MIL | government
[The Afghan government] called for talks. | Government of Afghanistan | AFG | GOV | government
[Israeli police] closed the gate. | Police Forces of Israel | ISR | COP | government
[Israeli settlers] burned an olive grove. | Settlers (Israel) | ISR | SET | civilians
[The Israeli army] shelled the border. | Military Forces of Israel | ISR | MIL | government
[IDF troops] detained a shepherd. | Israel Defense Forces | ISR | MIL | government
[Mossad] was blamed for the blast. | Mossad | ISR | SPY | government
[Hamas] fired rockets at the town. | Hamas | PSE | REB | armed_group
[Palestinian gunmen] opened fire on a bus. | Gunmen (Palestine) | PSE | UAF | -
[Palestinians] threw stones at the jeep. | Palestinians | PSE | CVL | nationality
[Hezbollah fighters] crossed the valley. | Hezbollah | LBN | REB | armed_group
[The Colombian army] bombed a camp. | Military Forces of Colombia | COL | MIL | government
[FARC guerrillas] blew up a pipeline. | Revolutionary Armed Forces of Colombia | COL | REB | armed_group
[Members of the FARC] handed in rifles. | Revolutionary Armed Forces of Colombia | COL | REB | armed_group
[The ELN] freed three engineers. | National Liberation Army (Colombia) | COL | REB | armed_group
[The M-19] stormed the courthouse. | 19th of April Movement | COL | REB | armed_group
[The Medellin Cartel] threatened the judge. | Medellin Cartel | COL | CRM | armed_group
[Sendero Luminoso] killed a mayor. | Shining Path | PER | REB | armed_group
[Shining Path guerrillas] burned the town hall. | Shining Path | PER | REB | armed_group
[The MRTA] took hostages at the residence. | Tupac Amaru Revolutionary Movement | PER | REB | armed_group
[Peruvian soldiers] searched the valley. | Military Forces of Peru | PER | MIL | government
[The Farabundo Marti Front] rejected it. | Farabundo Marti National Liberation Front | SLV | REB | armed_group
[FMLN terrorists] cut the power lines. | Farabundo Marti National Liberation Front | SLV | REB | armed_group
[Salvadoran Army soldiers] entered the campus. | Military Forces of El Salvador | SLV | MIL | government
[The Contras] crossed from Honduras. | Contras | NIC | REB | armed_group
[Sandinista troops] shelled the hills. | Sandinista National Liberation Front | NIC | PTY | organisation
[The URNG] offered a ceasefire. | Guatemalan National Revolutionary Unity | GTM | REB | armed_group
[The Manuel Rodriguez Patriotic Front] claimed the bombing. | Manuel Rodriguez Patriotic Front | CHL | REB | armed_group
[Boko Haram] raided the village. | Boko Haram | NGA | REB | armed_group
[Suspected Boko Haram militants] abducted the girls. | Boko Haram | NGA | REB | armed_group
[Nigerian troops] freed the girls. | Military Forces of Nigeria | NGA | MIL | government
[Al-Shabaab] shelled the airport. | Al-Shabaab | SOM | REB | armed_group
[al-Shabab militants] ambushed a convoy. | Al-Shabaab | SOM | REB | armed_group
[ISIS] lost the town. | Islamic State | - | REB | armed_group
[Islamic State militants] seized the dam. | Islamic State | - | REB | armed_group
[Daesh] executed the guards. | Islamic State | - | REB | armed_group
[ISIS-K] claimed the airport bombing. | Islamic State Khorasan Province | AFG | REB | armed_group
[The Houthis] launched a drone at the refinery. | Houthis | YEM | REB | armed_group
[PKK militants] attacked a post. | Kurdistan Workers' Party | TUR | REB | armed_group
[Turkish warplanes] bombed the ridge. | Military Forces of Turkey | TUR | MIL | government
[The YPG] held the crossroads. | People's Protection Units | SYR | REB | armed_group
[The Syrian Democratic Forces] entered the suburb. | Syrian Democratic Forces | SYR | REB | armed_group
[Hayat Tahrir al-Sham] ran the crossing. | Hayat Tahrir al-Sham | SYR | REB | armed_group
[Syrian rebels] withdrew by bus. | Rebels (Syria) | SYR | REB | -
[Syrian regime forces] shelled the market. | Military Forces of Syria | SYR | MIL | government
[M23 rebels] took the hilltop. | March 23 Movement | COD | REB | armed_group
[The Allied Democratic Forces] killed ten farmers. | Allied Democratic Forces | COD | REB | armed_group
[The Lord's Resistance Army] burned huts. | Lord's Resistance Army | UGA | REB | armed_group
[The Tamil Tigers] sank a patrol boat. | Liberation Tigers of Tamil Eelam | LKA | REB | armed_group
[LTTE cadres] attacked the base. | Liberation Tigers of Tamil Eelam | LKA | REB | armed_group
[New People's Army rebels] torched a truck. | New People's Army | PHL | REB | armed_group
[Abu Sayyaf] beheaded the captive. | Abu Sayyaf | PHL | REB | armed_group
[Naxalites] blew up a school. | Communist Party of India (Maoist) | IND | REB | armed_group
[The IRA] planted the bomb. | Irish Republican Army | GBR | REB | armed_group
[ETA] declared a truce. | Euskadi Ta Askatasuna | ESP | REB | armed_group
[Wagner mercenaries] landed in the capital. | Wagner Group | RUS | REB | armed_group
[The DPR militia] shelled the village. | Donetsk People's Republic | UKR | REB | armed_group
[Pro-Russian separatists] shot down the plane. | Novorossiya Armed Forces | UKR | REB | armed_group
[Ukrainian Forces] crossed the river. | Military Forces of Ukraine | UKR | MIL | government
[Russian troops] dug trenches. | Military Forces of Russia | RUS | MIL | government
[The Sinaloa Cartel] shipped the drugs. | Sinaloa Cartel | MEX | CRM | armed_group
[NATO] approved the mission. | NATO | - | MIL | organisation
[The UN Security Council] met at noon. | UN Security Council | - | IGO | organisation
[U.N. peacekeepers] guarded the bridge. | United Nations | - | IGO | organisation
[The European Union] imposed sanctions. | European Union | - | IGO | organisation
[The African Union] sent observers. | African Union | - | IGO | organisation
[The ICRC] visited prisoners. | International Committee of the Red Cross | - | NGO | organisation
[Washington] condemned the coup. | Government of United States | USA | GOV | government
[The Kremlin] dismissed the report. | Government of Russia | RUS | GOV | government
[The White House] praised the deal. | Government of United States | USA | GOV | government
[The Biden Administration] ordered air strikes. | Government of United States | USA | GOV | government
[The US] threatened retaliation. | Government of United States | USA | GOV | government
[Downing Street] refused to comment. | Government of United Kingdom | GBR | GOV | government
[Beijing] protested against the sale. | Government of China | CHN | GOV | government
[The Pentagon] confirmed the strike. | U.S. Department of Defense | USA | MIL | government
[The CIA] trained them. | Central Intelligence Agency | USA | SPY | government
[The Islamic Revolutionary Guard Corps] seized a tanker. | Islamic Revolutionary Guard Corps | IRN | MIL | government
[Iran's intelligence services] arrested a dual national. | Intelligence Services of Iran | IRN | SPY | government
[The government of Chad] closed the border. | Government of Chad | TCD | GOV | government
[The parliament of Kenya] passed the bill. | Parliament of Kenya | KEN | LEG | government
[Kenyan lawmakers] walked out. | Parliament of Kenya | KEN | LEG | government
[An Egyptian court] sentenced him. | Judiciary of Egypt | EGY | JUD | government
[A Spanish judge] issued the warrant. | Judiciary of Spain | ESP | JUD | government
[The Chilean navy] sank the boat. | Military Forces of Chile | CHL | MIL | government
[French President Emmanuel Macron] visited the base. | Emmanuel Macron | FRA | GOV | person
[Turkish President Recep Tayyip Erdogan] met investors. | Recep Tayyip Erdogan | TUR | GOV | person
[Ugandan police spokesman Patrick Okello] gave the toll. | Patrick Okello | UGA | COP | person
[Malian army commander Moussa Sidibe] was wounded. | Moussa Sidibe | MLI | MIL | person
[Hamas leader Ismail Haniyeh] flew to Qatar. | Ismail Haniyeh | PSE | REB | person
[The Polish prime minister] resigned. | Government of Poland | POL | GOV | government
[The president of Peru] dissolved congress. | Government of Peru | PER | GOV | government
[The Awami League] called a strike. | Awami League | BGD | PTY | organisation
[BJP workers] marched in the city. | Bharatiya Janata Party | IND | PTY | organisation
[ANC members] booed the speaker. | African National Congress | ZAF | PTY | organisation
[The Muslim Brotherhood] urged a boycott. | Muslim Brotherhood | EGY | PTY | organisation
[Republicans] blocked the vote. | Republican Party (US) | USA | PTY | organisation
[At least 20 civilians] died in the strike. | Civilians | - | CVL | civilians
[Twelve villagers] were buried. | Villagers | - | CVL | civilians
[A Jesuit priest] was shot. | Jesuit priests | - | REL | civilians
[Mexican journalists] marched in silence. | Journalists (Mexico) | MEX | MED | civilians
[Peasants] occupied the estate. | Peasants | - | AGR | civilians
[University students] threw eggs. | University students | - | EDU | civilians
[Dozens of villagers] fled into the forest. | Villagers | - | CVL | civilians
[Coal miners] went on strike. | Miners | - | LAB | civilians
[Aid workers] were expelled. | Aid workers | - | NGO | civilians
[Syrian refugees] crossed the border. | Refugees (Syria) | SYR | REF | civilians
[Thousands of protesters] filled the square. | Protesters | - | OPP | civilians
[Anti-government protesters] blocked the road. | Anti-government protesters | - | OPP | civilians
[Rioters] looted the shop. | Rioters | - | OPP | civilians
[An angry mob] lynched the driver. | Angry mobs | - | CVL | civilians
[Rohingya refugees] arrived by boat. | Refugees (Rohingya) | MMR | REF | civilians
[Tamil rebels] mined the road. | Rebels (Tamils) | LKA | REB | -
[Kurdish forces] took the hill. | Forces (Kurds) | - | REB | -
[Unidentified gunmen] shot the mayor. | Unidentified gunmen | - | UAF | -
[Unknown assailants] threw a grenade. | Unidentified assailants | - | UAF | -
[A group of heavily armed men] stopped the bus. | Armed men | - | UAF | -
[Terrorists] killed the guard. | Terrorists | - | REB | -
[Urban guerrillas] bombed the bank. | Urban guerrillas | - | REB | -
[Drug traffickers] ambushed the patrol. | Drug traffickers | - | CRM | -
[A death squad] murdered the teacher. | Death squads | - | REB | -
[Honduran death squads] were blamed. | Death squads (Honduras) | HND | REB | -
[Haitian gangs] burned the prison. | Gangs (Haiti) | HTI | CRM | -
[Amnesty International] published the report. | Amnesty International | - | NGO | organisation
[A Reuters photographer] was beaten. | Reuters | - | MED | organisation
[The Ministry of Health] closed the clinic in Uganda. | Ministry of Health of Uganda | UGA | GOV | government
[Burundian opposition leaders] were jailed. | Opposition leaders (Burundi) | BDI | OPP | -
[Somali pirates] boarded the ship. | Pirates (Somalia) | SOM | CRM | -
[Fulani herdsmen] burned the farms. | Fulani herdsmen | NGA | REB | armed_group
[The Lebanese Armed Forces] deployed south. | Lebanese Armed Forces | LBN | MIL | government
[Congolese soldiers] fled the town. | Military Forces of Democratic Republic of the Congo | COD | MIL | government
[South Korean officials] flew to the talks. | Government of South Korea | KOR | GOV | government
[North Korea] fired a missile. | Government of North Korea | PRK | GOV | government
[Soviet troops] left the garrison. | Military Forces of Soviet Union | SUN | MIL | government
[Iran-backed militiamen] fired mortars. | Militiamen | - | REB | -
[The army's offensive] began in Niger. | Military Forces of Niger | NER | MIL | government
""".strip().splitlines()


def _read_case(line: str) -> tuple[str, str, str | None, str | None, str | None, str | None]:
    marked, *expected = [part.strip() for part in line.split("|")]
    phrase = marked[marked.index("[") + 1 : marked.index("]")]
    name, country, sector, entity_class = (None if cell == "-" else cell for cell in expected)
    return marked.replace("[", "").replace("]", ""), phrase, name, country, sector, entity_class


@pytest.mark.parametrize("line", CASES, ids=lambda line: line[line.index("[") + 1 : line.index("]")])
def test_phrase_means_actor(parsed, line):
    sentence, phrase, name, country, sector, entity_class = _read_case(line)
    role = parsed.role(sentence, phrase)
    found = (role.name, role.country_iso3, role.sector, role.entity.entity_class if role.entity else None)
    assert found == (name, country, sector, entity_class)
    assert role.text == phrase


def test_enough_cases():
    assert len(CASES) >= 120
