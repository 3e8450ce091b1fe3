-- severity: warn
-- table: events, event_mentions
-- rule: acled_sub_event_type has the weapon of event_mode
-- why: ACLED's sub-type names another weapon than PLOVER's mode does, though a mention takes its mode from the sub-type where
--   that names one: reports of one event differ, or a correction set one of both.
-- remedy: Read `text` in `FROM event_evidence`; `dateline correct set EVENT event_mode MODE` mends one.
-- shows: event_id, event_type, event_mode, acled_sub_event_type
SELECT * FROM {rows} WHERE event_mode <> CASE acled_sub_event_type
    WHEN 'Air/drone strike' THEN 'aerial'
    WHEN 'Chemical weapon' THEN 'chemical'
    WHEN 'Suicide bomb' THEN 'suicide-attack'
    WHEN 'Grenade' THEN 'explosives'
    WHEN 'Remote explosive/landmine/IED' THEN 'explosives'
    WHEN 'Shelling/artillery/missile attack' THEN 'heavy-weapons'
    WHEN 'Sexual violence' THEN 'sexual'
    WHEN 'Abduction/forced disappearance' THEN 'abduct'
END
