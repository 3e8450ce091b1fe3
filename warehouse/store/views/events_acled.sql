-- ACLED's columns in the order of its data export (31 columns since 2023), classes of actors in words, as since 2025.
SELECT
    n.* EXCLUDE (labels) REPLACE (
        labels[n.inter1] AS inter1,
        coalesce(labels[nullif(n.inter2, 0)], '') AS inter2,
        CASE
            WHEN n.inter2 = 0 THEN labels[n.inter1] || ' only'
            -- by their numbers, but what others do to civilians
            WHEN n.interaction = 78 THEN 'External/Other forces-Civilians'
            ELSE labels[least(n.inter1, n.inter2)] || '-' || labels[greatest(n.inter1, n.inter2)]
        END AS interaction
    )
FROM (
    SELECT *, [
        'State forces', 'Rebel group', 'Political militia', 'Identity militia', 'Rioters', 'Protesters', 'Civilians',
        'External/Other forces'
    ] AS labels
    FROM events_acled_numeric
) n
