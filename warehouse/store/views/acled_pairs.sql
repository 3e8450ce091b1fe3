-- Events that ACLED may have a place for, each with its two sides as ACLED classes and names them: side 1 acts, side 2 is
-- whom it meets. One row an event, both sides beside each other: what is asked of one country or day reads no other event.
-- What is said of side 1 is said again of side 2, word by word.
WITH told AS (
    SELECT
        e.event_id,
        -- of a span the middle day
        CAST(e.date_start + CAST(date_diff('day', e.date_start, coalesce(e.date_end, e.date_start)) // 2 AS INTEGER) AS DATE)
            AS event_date,
        e.acled_event_type AS event_type, e.acled_sub_event_type AS sub_event_type, e.event_type AS plover_type,
        e.actor_name, e.actor_entity_id, e.actor_country_iso3,
        -- who arrests is not told where it goes without saying
        CASE WHEN e.acled_sub_event_type = 'Arrests' AND e.actor_name IS NULL THEN 'COP' ELSE e.actor_sector END
            AS actor_sector,
        e.recipient_name, e.recipient_entity_id, e.recipient_country_iso3, e.recipient_sector,
        e.status, e.arrested, e.civilian_targeting, e.confidence, e.date_precision, e.date_from, e.place_from,
        e.country_iso3, c.acled_country, concat('(', c.acled_country, ')') AS of_country, c.acled_region, c.iso_numeric,
        e.location_id, e.location_name, e.admin1_name,
        e.latitude, e.longitude, e.where_precision, e.fatalities_low, e.fatalities_best
    FROM events e
    JOIN countries c USING (country_iso3)
    WHERE e.acled_event_type IS NOT NULL
      AND e.status IN ('actual', 'ongoing', 'claimed')
      AND e.date_start IS NOT NULL AND coalesce(e.date_precision, 1) <= 4
      AND e.latitude IS NOT NULL AND e.longitude IS NOT NULL AND coalesce(e.where_precision, 1) <= 5
),
-- each country with its governments, one after the other
states AS (
    SELECT
        c.country_iso3, any_value(c.acled_country) AS acled_country, any_value(c.acled_state) AS acled_state,
        list({
            'from_date': y.from_date, 'to_date': coalesce(y.to_date, DATE '9999-12-31'),
            'years': concat(' (', year(y.from_date), '-', year(y.to_date), ')')
        }) FILTER (y.from_date IS NOT NULL) AS governments
    FROM countries c
    LEFT JOIN governments y USING (country_iso3)
    GROUP BY c.country_iso3
),
groups AS (
    SELECT
        name, coalesce(from_date, DATE '0001-01-01') AS from_date, coalesce(to_date, DATE '9999-12-31') AS to_date,
        acled_inter, acled_name
    FROM group_names
),
-- what PLOVER's sector and what is known of the entity make of a side, looked up by both: the rules once for both sides.
-- A state is of class 1 at home and 8 elsewhere.
standings AS (
    SELECT
        p.sector, i.entity_inter,
        (p.sector IN ('GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG') OR i.entity_inter = 1) AND i.entity_inter <> 8 AS is_state,
        -- armed itself; a government is what commands the armed
        p.sector IN ('MIL', 'COP', 'SPY', 'REB', 'UAF', 'CRM') OR i.entity_inter IN (2, 3, 4) AS is_force,
        CASE
            WHEN i.entity_inter = 8 OR p.sector = 'IGO' THEN 8
            WHEN p.sector = 'CRM' THEN 3
            WHEN i.entity_inter IN (2, 3, 4) THEN i.entity_inter
            WHEN p.sector IN ('REB', 'UAF') THEN 3
            WHEN i.entity_inter IN (5, 6) THEN i.entity_inter
            WHEN p.sector <> '' THEN 7
        END AS class,
        -- a state that fights does so by its army, one that meets a crowd by its police
        CASE WHEN p.sector IN ('MIL', 'SPY') THEN 'Military Forces of ' WHEN p.sector = 'COP' THEN 'Police Forces of ' END
            AS forces_of
    FROM (SELECT sector FROM meta.cameo_sectors UNION ALL SELECT '') p
    CROSS JOIN (SELECT unnest(range(0, 9)) AS entity_inter) i
),
classed AS (
    SELECT
        t.*,
        k1.is_state AS is_state_1,
        k1.is_force AS is_force_1,
        k1.forces_of AS forces_of_1,
        CASE
            WHEN g1.acled_inter IS NOT NULL THEN g1.acled_inter
            WHEN k1.is_state THEN CASE WHEN coalesce(t.actor_country_iso3 = t.country_iso3, TRUE) THEN 1 ELSE 8 END
            WHEN k1.class IS NOT NULL THEN k1.class
            WHEN t.actor_name IS NOT NULL THEN 7
        END AS class_1,
        n1.entity_class IN ('armed_group', 'organisation') AS is_group_1,
        replace(g1.acled_name, '(Country)', t.of_country) AS acled_name_1,
        c1.acled_country AS country_1,
        c1.acled_state || coalesce(
            list_filter(c1.governments, lambda g: t.event_date >= g.from_date AND t.event_date < g.to_date)[1].years, ''
        ) AS of_state_1,
        k2.is_state AS is_state_2,
        k2.is_force AS is_force_2,
        k2.forces_of AS forces_of_2,
        CASE
            WHEN g2.acled_inter IS NOT NULL THEN g2.acled_inter
            WHEN k2.is_state THEN CASE WHEN coalesce(t.recipient_country_iso3 = t.country_iso3, TRUE) THEN 1 ELSE 8 END
            WHEN k2.class IS NOT NULL THEN k2.class
            WHEN t.recipient_name IS NOT NULL THEN 7
        END AS class_2,
        n2.entity_class IN ('armed_group', 'organisation') AS is_group_2,
        replace(g2.acled_name, '(Country)', t.of_country) AS acled_name_2,
        c2.acled_country AS country_2,
        c2.acled_state || coalesce(
            list_filter(c2.governments, lambda g: t.event_date >= g.from_date AND t.event_date < g.to_date)[1].years, ''
        ) AS of_state_2
    FROM told t
    LEFT JOIN entities n1 ON n1.entity_id = t.actor_entity_id
    LEFT JOIN standings k1 ON k1.sector = coalesce(t.actor_sector, '') AND k1.entity_inter = coalesce(n1.acled_inter, 0)
    LEFT JOIN groups g1 ON g1.name = t.actor_name AND t.event_date >= g1.from_date AND t.event_date < g1.to_date
    LEFT JOIN states c1 ON c1.country_iso3 = coalesce(t.actor_country_iso3, t.country_iso3)
    LEFT JOIN entities n2 ON n2.entity_id = t.recipient_entity_id
    LEFT JOIN standings k2 ON k2.sector = coalesce(t.recipient_sector, '') AND k2.entity_inter = coalesce(n2.acled_inter, 0)
    LEFT JOIN groups g2 ON g2.name = t.recipient_name AND t.event_date >= g2.from_date AND t.event_date < g2.to_date
    LEFT JOIN states c2 ON c2.country_iso3 = coalesce(t.recipient_country_iso3, t.country_iso3)
)
SELECT
    event_id, event_date, event_type, sub_event_type, plover_type, status, arrested, civilian_targeting,
    actor_sector AS sector_1, actor_country_iso3 AS home_1, class_1, is_force_1,
    CASE
        WHEN acled_name_1 IS NOT NULL THEN acled_name_1
        WHEN is_state_1 AND actor_sector = 'MIL' AND actor_country_iso3 IS NULL THEN 'Unidentified Military Forces'
        WHEN is_state_1
            THEN CASE
                WHEN forces_of_1 IS NOT NULL THEN forces_of_1
                WHEN event_type IN ('Battles', 'Explosions/Remote violence') THEN 'Military Forces of '
                WHEN event_type IN ('Protests', 'Riots') THEN 'Police Forces of '
                ELSE 'Government of '
            END || of_state_1
        WHEN class_1 = 8 THEN actor_name
        WHEN class_1 IN (2, 3, 4) AND is_group_1 THEN actor_name
        WHEN actor_sector = 'CRM' THEN 'Unidentified Gang ' || of_country
        WHEN class_1 IN (2, 3, 4) THEN 'Unidentified Armed Group ' || of_country
        WHEN class_1 IN (5, 6, 7) THEN 'Civilians (' || country_1 || ')'
    END AS name_1,
    recipient_sector AS sector_2, recipient_country_iso3 AS home_2, class_2, is_force_2,
    CASE
        WHEN acled_name_2 IS NOT NULL THEN acled_name_2
        WHEN is_state_2 AND recipient_sector = 'MIL' AND recipient_country_iso3 IS NULL THEN 'Unidentified Military Forces'
        WHEN is_state_2
            THEN CASE
                WHEN forces_of_2 IS NOT NULL THEN forces_of_2
                WHEN event_type IN ('Battles', 'Explosions/Remote violence') THEN 'Military Forces of '
                WHEN event_type IN ('Protests', 'Riots') THEN 'Police Forces of '
                ELSE 'Government of '
            END || of_state_2
        WHEN class_2 = 8 THEN recipient_name
        WHEN class_2 IN (2, 3, 4) AND is_group_2 THEN recipient_name
        WHEN recipient_sector = 'CRM' THEN 'Unidentified Gang ' || of_country
        WHEN class_2 IN (2, 3, 4) THEN 'Unidentified Armed Group ' || of_country
        WHEN class_2 IN (5, 6, 7) THEN 'Civilians (' || country_2 || ')'
    END AS name_2,
    country_iso3, acled_country, acled_region, iso_numeric, location_id, location_name, admin1_name,
    latitude, longitude, where_precision, place_from, date_precision, date_from, fatalities_low, fatalities_best, confidence
FROM classed
