-- what: the numbers with the event of their mention; bounds as older packages called them get the names of today
-- reads: chosen_event_numbers, event_mentions
-- writes: event_numbers
INSERT INTO event_numbers BY NAME
SELECT n.* EXCLUDE (bound), m.event_id,
       CASE
           WHEN bound IN ('floor', 'above') THEN 'at_least'
           WHEN bound IN ('ceiling', 'below') THEN 'up_to'
           WHEN bound IS NOT NULL THEN bound
           WHEN n.high IS NULL THEN 'at_least'
           ELSE 'exact'
       END AS bound
FROM chosen_event_numbers n JOIN event_mentions m USING (event_mention_id)
