-- severity: warn
-- table: events, event_mentions
-- rule: event_mode is one of its event_type
-- why: Neither PLOVER nor docs/codebook.md has this mode for this type, so that a count by type and mode has a class which nobody defined.
-- remedy: Count by event_type alone for such rows. `dateline correct set EVENT event_mode MODE` mends one; report it as a
--   bug where no correction made it.
-- shows: event_id, event_type, event_mode, acled_sub_event_type
SELECT * FROM {rows} WHERE NOT coalesce(list_contains(CASE event_type
    WHEN 'ACCUSE' THEN ['disapprove', 'investigate', 'allege']
    WHEN 'AGREE' THEN ['meet', 'settle', 'rally', 'cooperate', 'other']
    WHEN 'AID' THEN ['economic', 'military', 'humanitarian']
    WHEN 'ASSAULT' THEN [
        'abduct', 'beat', 'torture', 'execute', 'sexual', 'assassinate', 'targeted', 'primitive', 'firearms',
        'explosives', 'suicide-attack', 'heavy-weapons', 'aerial', 'drone', 'chemical', 'unconventional', 'cleansing',
        'crowd-control', 'destroy', 'other'
    ]
    WHEN 'COERCE' THEN [
        'seize', 'restrict', 'ban', 'censor', 'curfew', 'martial-law', 'arrest', 'deport', 'withhold', 'misinformation',
        'cyber', 'other'
    ]
    WHEN 'CONSULT' THEN ['visit', 'third-party', 'multilateral', 'phone', 'other']
    WHEN 'MOBILIZE' THEN ['troops', 'weapons', 'police', 'militia', 'other']
    WHEN 'PROTEST' THEN ['demo', 'riot', 'strike', 'hunger', 'boycott', 'obstruct', 'other']
    WHEN 'REJECT' THEN ['assist', 'change', 'yield', 'meet', 'other']
    WHEN 'REQUEST' THEN ['assist', 'change', 'yield', 'meet', 'other']
    WHEN 'RETREAT' THEN ['withdraw', 'release', 'return', 'disarm', 'ceasefire', 'access', 'resign', 'other']
    WHEN 'SANCTION' THEN ['convict', 'expel', 'withdraw', 'discontinue', 'other']
    WHEN 'THREATEN' THEN ['restrict', 'ban', 'arrest', 'relations', 'expel', 'territory', 'violence', 'other']
END, event_mode), event_mode IS NULL)
