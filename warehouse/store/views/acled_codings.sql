-- The events that ACLED has a place for, as ACLED codes them: what events_acled and its twins rest on. Classes are the
-- numbers 1-8, 0 where there is no second actor.
WITH paired AS (
    SELECT
        e.event_id, e.location_id, e.acled_event_type AS event_type, e.acled_sub_event_type AS sub_event_type,
        e.event_type AS plover_type, e.status, e.arrested, e.civilian_targeting, c.acled_country,
        a.event_date,
        a.class AS class_a, a.is_force AS force_a, a.name AS name_a, a.home AS home_a,
        b.class AS class_b, b.is_force AS force_b, b.name AS name_b, b.home AS home_b, b.sector AS sector_b,
        coalesce(a.class IN (1, 2, 3, 4, 8), FALSE) AS armed_a,
        coalesce(b.class IN (1, 2, 3, 4, 8), FALSE) AS armed_b,
        e.acled_sub_event_type <> 'Arrests' AND b.is_force AND (a.class IS NULL OR a.class = 7 OR a.home = b.home)
            AS orders_b,
        concat('(', c.acled_country, ')') AS of_country
    FROM events e
    JOIN acled_sides a ON a.event_id = e.event_id AND a.side = 1
    JOIN acled_sides b ON b.event_id = e.event_id AND b.side = 2
    JOIN countries c USING (country_iso3)
),
-- each kind of event has its own actors, in words of ACLED's: Protesters (Country), Civilians (Country)
acting AS (
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
coded AS (
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
                    OR sector_b IN ('GOV', 'LEG', 'JUD', 'OPP', 'PTY', 'ELI', 'MED', 'HRI', 'NGO', 'REL')
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
)
SELECT
    s.event_id, s.event_date, s.event_type, s.sub_event_type,
    s.actor1, s.inter1, s.actor2, s.inter2,
    -- the lower code stands first; a sole actor is followed by 0
    CASE WHEN s.inter2 = 0 THEN s.inter1 * 10
         ELSE least(s.inter1, s.inter2) * 10 + greatest(s.inter1, s.inter2) END AS interaction,
    -- in battles civilians are never the target
    s.event_type = 'Violence against civilians'
        OR (s.civilian_targeting AND s.inter2 = 7 AND s.event_type IN ('Explosions/Remote violence', 'Riots'))
        OR (s.civilian_targeting AND s.sub_event_type = 'Excessive force against protesters') AS targets_civilians
FROM coded s
WHERE s.has_a_place
  -- what somebody does while fighting at a place on a day is one event with the fighting
  AND NOT (s.event_type = 'Strategic developments' AND EXISTS (
      FROM coded v
      WHERE v.event_type IN ('Battles', 'Explosions/Remote violence', 'Riots', 'Violence against civilians')
        AND v.location_id = s.location_id
        AND v.event_date = s.event_date
        AND (v.actor1 = s.actor1 OR v.actor2 = s.actor1)
  ))
