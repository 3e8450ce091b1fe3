-- Each of the two sides of an event as ACLED names and classes it, with the event's own columns that decide it. Events
-- have both rows: a side of which nothing is said has neither class nor name.
WITH told AS (
    SELECT
        e.event_id, e.acled_event_type, e.country_iso3, c.acled_country,
        -- of a span the middle day
        CAST(e.date_start + CAST(date_diff('day', e.date_start, coalesce(e.date_end, e.date_start)) // 2 AS INTEGER) AS DATE)
            AS event_date,
        e.actor_name, e.actor_entity_id, e.recipient_name, e.recipient_entity_id, e.recipient_country_iso3,
        e.recipient_sector, e.actor_country_iso3,
        -- who arrests is not told where it goes without saying
        CASE WHEN e.acled_sub_event_type = 'Arrests' AND e.actor_name IS NULL THEN 'COP' ELSE e.actor_sector END
            AS actor_sector
    FROM events e
    JOIN countries c USING (country_iso3)
    WHERE e.acled_event_type IS NOT NULL
      AND e.status IN ('actual', 'ongoing', 'claimed')
      AND e.date_start IS NOT NULL AND coalesce(e.date_precision, 1) <= 4
      AND e.latitude IS NOT NULL AND e.longitude IS NOT NULL AND coalesce(e.where_precision, 1) <= 5
),
sides AS (
    SELECT event_id, 1 AS side, event_date, acled_event_type, country_iso3, acled_country,
           actor_name AS name, actor_entity_id AS entity_id, actor_country_iso3 AS home, actor_sector AS sector
    FROM told
    UNION ALL
    SELECT event_id, 2, event_date, acled_event_type, country_iso3, acled_country,
           recipient_name, recipient_entity_id, recipient_country_iso3, recipient_sector
    FROM told
),
classed AS (
    SELECT
        s.*,
        coalesce(s.home, s.country_iso3) AS state,
        n.entity_class,
        coalesce(s.sector IN ('GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG') OR n.acled_inter = 1, FALSE)
            AND coalesce(n.acled_inter, 1) <> 8 AS is_state,
        -- armed itself; a government is what commands the armed
        coalesce(s.sector IN ('MIL', 'COP', 'SPY', 'REB', 'UAF', 'CRM') OR n.acled_inter IN (2, 3, 4), FALSE) AS is_force,
        replace(g.acled_name, '(Country)', '(' || s.acled_country || ')') AS acled_name,
        CASE
            WHEN g.acled_inter IS NOT NULL THEN g.acled_inter
            WHEN is_state THEN CASE WHEN coalesce(s.home, s.country_iso3) = s.country_iso3 THEN 1 ELSE 8 END
            WHEN n.acled_inter = 8 OR s.sector = 'IGO' THEN 8
            WHEN s.sector = 'CRM' THEN 3
            WHEN n.acled_inter IN (2, 3, 4) THEN n.acled_inter
            WHEN s.sector IN ('REB', 'UAF') THEN 3
            WHEN n.acled_inter IN (5, 6) THEN n.acled_inter
            WHEN s.name IS NOT NULL OR s.sector IS NOT NULL THEN 7
        END AS class
    FROM sides s
    LEFT JOIN entities n ON n.entity_id = s.entity_id
    LEFT JOIN group_names g
        ON g.name = s.name
       AND s.event_date >= coalesce(g.from_date, DATE '0001-01-01')
       AND s.event_date < coalesce(g.to_date, DATE '9999-12-31')
),
years AS (
    SELECT *, concat(' (', year(from_date), '-', year(to_date), ')') AS of_government FROM governments
)
SELECT
    s.event_id,
    s.side,
    s.event_date,
    s.class,
    s.is_force,
    s.sector,
    s.home,
    CASE
        WHEN s.acled_name IS NOT NULL THEN s.acled_name
        WHEN s.is_state AND s.sector = 'MIL' AND s.home IS NULL THEN 'Unidentified Military Forces'
        WHEN s.is_state
            THEN CASE
                WHEN s.sector IN ('MIL', 'SPY') THEN 'Military Forces of '
                WHEN s.sector = 'COP' THEN 'Police Forces of '
                -- a state that fights does so by its army, one that meets a crowd by its police
                WHEN s.acled_event_type IN ('Battles', 'Explosions/Remote violence') THEN 'Military Forces of '
                WHEN s.acled_event_type IN ('Protests', 'Riots') THEN 'Police Forces of '
                ELSE 'Government of '
            END || c.acled_state || coalesce(y.of_government, '')
        WHEN s.class = 8 THEN s.name
        WHEN s.class IN (2, 3, 4) AND s.entity_class IN ('armed_group', 'organisation') THEN s.name
        WHEN s.sector = 'CRM' THEN 'Unidentified Gang (' || s.acled_country || ')'
        WHEN s.class IN (2, 3, 4) THEN 'Unidentified Armed Group (' || s.acled_country || ')'
        WHEN s.class IN (5, 6, 7) THEN 'Civilians (' || c.acled_country || ')'
    END AS name
FROM classed s
LEFT JOIN countries c ON c.country_iso3 = s.state
LEFT JOIN years y
    ON y.country_iso3 = s.state
   AND s.event_date >= y.from_date
   AND s.event_date < coalesce(y.to_date, DATE '9999-12-31')
