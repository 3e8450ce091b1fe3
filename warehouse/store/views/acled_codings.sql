-- The events that ACLED has a place for, as ACLED codes them: what events_acled and its twins rest on. Classes are the
-- numbers 1-8, 0 where there is no second actor.
WITH paired AS NOT MATERIALIZED (
    SELECT
        * RENAME (
            class_1 AS class_a, is_force_1 AS force_a, name_1 AS name_a, home_1 AS home_a,
            class_2 AS class_b, is_force_2 AS force_b, name_2 AS name_b, home_2 AS home_b, sector_2 AS sector_b
        ),
        coalesce(class_1 BETWEEN 1 AND 4 OR class_1 = 8, FALSE) AS armed_a,
        coalesce(class_2 BETWEEN 1 AND 4 OR class_2 = 8, FALSE) AS armed_b,
        sub_event_type <> 'Arrests' AND is_force_2 AND (class_1 IS NULL OR class_1 = 7 OR home_1 = home_2) AS orders_b,
        concat('(', acled_country, ')') AS of_country
    FROM acled_pairs
),
-- each kind of event has its own actors, in words of ACLED's: Protesters (Country), Civilians (Country)
acting AS NOT MATERIALIZED (
    SELECT
        *,
        CASE
            WHEN event_type = 'Protests' THEN 6
            WHEN event_type = 'Riots' THEN 5
            -- whom a state orders to move is who acts
            WHEN event_type = 'Strategic developments' AND orders_b THEN class_b
            WHEN armed_a THEN class_a
            WHEN event_type = 'Strategic developments' AND class_a IS NOT NULL THEN 7
            ELSE 3
        END AS inter1,
        CASE
            WHEN event_type = 'Protests' AND sub_event_type = 'Peaceful protest' THEN 0
            WHEN event_type IN ('Protests', 'Riots') AND armed_b THEN class_b
            WHEN event_type IN ('Protests', 'Riots') AND armed_a THEN class_a
            WHEN event_type = 'Riots' AND class_b IN (5, 6) THEN 5
            WHEN event_type = 'Riots' AND class_b = 7 AND sub_event_type = 'Mob violence' THEN 7
            WHEN event_type IN ('Protests', 'Riots') THEN 0
            WHEN event_type = 'Violence against civilians' THEN 7
            WHEN event_type = 'Strategic developments' AND orders_b THEN 0
            -- an official who is attacked is a civilian
            WHEN civilian_targeting AND event_type = 'Explosions/Remote violence' AND NOT force_b THEN 7
            WHEN armed_b AND name_a IS DISTINCT FROM name_b THEN class_b
            -- civilians are no side of a battle
            WHEN class_b IN (5, 6, 7) AND event_type <> 'Battles' THEN 7
            ELSE 0
        END AS inter2
    FROM paired
),
coded AS NOT MATERIALIZED (
    SELECT
        *,
        CASE
            WHEN inter1 = 6 THEN 'Protesters ' || of_country
            WHEN inter1 = 5 THEN 'Rioters ' || of_country
            WHEN event_type = 'Strategic developments' AND orders_b THEN name_b
            WHEN armed_a OR inter1 = 7 THEN name_a
            ELSE 'Unidentified Armed Group ' || of_country
        END AS actor1,
        CASE
            WHEN inter2 = 0 THEN ''
            WHEN inter2 = 5 THEN 'Rioters ' || of_country
            WHEN inter2 = 7 THEN CASE WHEN class_b IN (5, 6, 7) THEN name_b ELSE 'Civilians ' || of_country END
            WHEN armed_b THEN name_b
            ELSE name_a
        END AS actor2,
        -- what ACLED's codebook has each kind of strategic development for; talk, trade and crime are none
        CASE sub_event_type
            WHEN 'Agreement'
                THEN (plover_type = 'RETREAT' AND armed_a)
                  OR force_a OR force_b
                  OR (plover_type = 'AGREE' AND armed_a AND armed_b AND home_a <> home_b)
            WHEN 'Arrests'
                THEN armed_a AND (
                    arrested >= 10
                    OR force_b
                    OR list_contains(['GOV', 'LEG', 'JUD', 'OPP', 'PTY', 'ELI', 'MED', 'HRI', 'NGO', 'REL'], sector_b)
                )
            WHEN 'Change to group/activity' THEN force_a OR force_b OR (plover_type = 'COERCE' AND armed_a)
            WHEN 'Disrupted weapons use' THEN armed_a
            WHEN 'Headquarters or base established' THEN armed_a
            WHEN 'Looting/property destruction' THEN armed_a OR class_a IS NULL
            WHEN 'Non-violent transfer of territory' THEN force_a OR force_b
            WHEN 'Other' THEN armed_a OR plover_type = 'REQUEST'
            ELSE TRUE
        END AND (event_type <> 'Strategic developments' OR status <> 'claimed') AS has_a_place
    FROM acting
),
-- who fought where on which day
fought AS NOT MATERIALIZED (
    SELECT acled_country, location_id, event_date, unnest([actor1, actor2]) AS actor
    FROM coded
    WHERE event_type IN ('Battles', 'Explosions/Remote violence', 'Riots', 'Violence against civilians')
)
SELECT
    event_id, event_date, event_type, sub_event_type,
    actor1, inter1, actor2, inter2,
    -- the lower code stands first; a sole actor is followed by 0
    CASE WHEN inter2 = 0 THEN inter1 * 10 ELSE least(inter1, inter2) * 10 + greatest(inter1, inter2) END AS interaction,
    -- in battles civilians are never the target
    event_type = 'Violence against civilians'
        OR (civilian_targeting AND inter2 = 7 AND event_type IN ('Explosions/Remote violence', 'Riots'))
        OR (civilian_targeting AND sub_event_type = 'Excessive force against protesters') AS targets_civilians,
    country_iso3, acled_country, acled_region, iso_numeric, location_id, location_name, admin1_name,
    latitude, longitude, where_precision, place_from, date_precision, date_from, fatalities_low, fatalities_best,
    status, confidence
FROM (
    FROM coded WHERE event_type <> 'Strategic developments' AND has_a_place
    UNION ALL
    -- what somebody does while fighting at a place on a day is one event with the fighting. An outer join, not an EXISTS,
    -- as a country, day or year that is asked for then limits both of its sides.
    SELECT s.* FROM coded s
    LEFT JOIN fought v
        ON v.acled_country = s.acled_country AND v.location_id = s.location_id
        AND v.event_date = s.event_date AND year(v.event_date) = year(s.event_date)
        AND v.actor = s.actor1
    WHERE s.event_type = 'Strategic developments' AND s.has_a_place AND v.actor IS NULL
)
