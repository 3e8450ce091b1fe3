-- Each of the two sides of an event as ACLED names and classes it. Events have both rows: a side of which nothing is said
-- has neither class nor name.
SELECT event_id, 1 AS side, event_date, class_1 AS class, is_force_1 AS is_force, sector_1 AS sector, home_1 AS home, name_1 AS name
FROM acled_pairs
UNION ALL
SELECT event_id, 2, event_date, class_2, is_force_2, sector_2, home_2, name_2
FROM acled_pairs
