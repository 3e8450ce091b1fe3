-- ACLED's columns in the order of its data export (31 columns since 2023), classes of actors in words, as since 2025.
WITH labels AS (
    FROM (VALUES
        (1, 'State forces'), (2, 'Rebel group'), (3, 'Political militia'), (4, 'Identity militia'), (5, 'Rioters'),
        (6, 'Protesters'), (7, 'Civilians'), (8, 'External/Other forces')
    ) AS classes (code, label)
)
SELECT
    n.* REPLACE (
        one.label AS inter1,
        coalesce(two.label, '') AS inter2,
        CASE
            WHEN two.label IS NULL THEN one.label || ' only'
            -- by their numbers, but what others do to civilians
            WHEN n.interaction = 78 THEN 'External/Other forces-Civilians'
            WHEN n.inter1 <= n.inter2 THEN one.label || '-' || two.label
            ELSE two.label || '-' || one.label
        END AS interaction
    )
FROM events_acled_numeric n
JOIN labels one ON one.code = n.inter1
LEFT JOIN labels two ON two.code = n.inter2
