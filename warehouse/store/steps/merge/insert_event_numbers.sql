-- what: the numbers with the event of their mention
-- reads: chosen_event_numbers, event_mentions
-- writes: event_numbers
-- given: {named}, the bound by today's name; a number without one is at least that much, or exact where it has a high
INSERT INTO event_numbers BY NAME
SELECT n.* EXCLUDE (bound), m.event_id,
       coalesce({named}, CASE WHEN n.high IS NULL THEN 'at_least' ELSE 'exact' END) AS bound
FROM chosen_event_numbers n JOIN event_mentions m USING (event_mention_id)
