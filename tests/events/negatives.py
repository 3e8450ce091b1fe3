"""Sentences of our own that sound like events and are none: sports, films, markets, illness, crime, metaphors."""

from __future__ import annotations

NO_EVENT: list[str] = [
    # sports
    "The striker shot from 20 metres and scored in the second half of the match.",
    "Ajax attacked from the start and won the match 3-0.",
    "The battle for the league title goes to the last match of the season.",
    "The visitors captured the championship for the third time.",
    "Their defender was injured in the first half and left the match.",
    "The quarterback was hit hard but led a final touchdown.",
    "Kenya fought back to beat Uganda in the rugby semi-final.",
    "The team stormed into the final of the tournament.",
    "Her killer serve destroyed the top seed at the tennis tournament.",
    "The goalkeeper saved two penalty kicks as fans exploded with joy.",
    # films and books
    "The film tells how a detective kills the man who murdered his brother.",
    "In the novel, rebels seize the castle and execute the king.",
    "The thriller opens with a bomb exploding in a crowded station.",
    "The video game lets players attack villages and burn houses.",
    "The actor was shot in the final episode of the series.",
    # markets
    "Shares rallied after the bank beat forecasts.",
    "The company launched a hostile bid for its rival.",
    "Investors were hit by a wave of selling on the stock market.",
    "A price war of the big bakeries killed the corner shops, a banker said of quarterly earnings.",
    "The retailer slashed prices to fight off rivals as sales fell.",
    # illness, accidents, disasters
    "The singer died of a heart attack on Monday.",
    "He lost his battle with cancer at the age of 71.",
    "Twelve people were killed when a bus crash blocked the coast road.",
    "An earthquake killed 30 people and destroyed hundreds of houses.",
    "Three workers died in a gas explosion at the bakery.",
    "The flood destroyed two bridges and killed a farmer.",
    "Firefighters battled the blaze for six hours.",
    "Nurses gave the flu shot to 300 children.",
    # ordinary crime
    "A man was charged with murdering his ex-wife after a domestic dispute.",
    "A teenager was stabbed in a bar fight over a girlfriend.",
    "The robber shot the clerk of a convenience store.",
    "Detectives said the woman was killed by her ex-boyfriend out of jealousy.",
    "A burglary suspect injured a resident during a home invasion.",
    # figures of speech
    "The minister came under fire from critics for his remarks.",
    "The two parties are engaged in a war of words.",
    "The scandal was a bombshell for the party.",
    "Her speech captured the imagination of the crowd.",
    "The senator seized the opportunity to speak about jobs.",
    "The committee killed the bill.",
    "The new design stole the show.",
    "It was an uphill battle for the young firm.",
    "The floodgates opened for cheap imports.",
    "The court battle over the will goes on.",
    "The rise of the party was a shot in the arm for small farmers.",
]

NOT_HAPPENED: list[tuple[str, str]] = [
    ("The army denied that it had attacked the village.", "negated"),
    ("No one was killed in the village of Dara, the mayor said.", "negated"),
    ("Police foiled an attack on the embassy in Tunis.", "negated"),
    ("The rebels plan to seize the port of Adune.", "planned"),
    ("The army will attack the town on Monday.", "planned"),
    ("Officials fear that militants could attack the airport.", "hypothetical"),
    ("If the rebels capture the bridge, the town will fall.", "hypothetical"),
    ("Rebels could attack Goma within days.", "hypothetical"),
    ("The militia claimed that it had killed ten soldiers near Taiz.", "claimed"),
    ("Police allegedly beat three students in Conakry.", "claimed"),
    ("Troops are fighting rebels in the hills near Goma.", "ongoing"),
    ("Teachers will march in Lima next week.", "planned"),
    ("The group threatened to bomb the pipeline.", "planned"),
    ("The rebels never attacked the convoy.", "negated"),
    ("Unions may strike in Oslo.", "hypothetical"),
]
