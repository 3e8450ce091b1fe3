-- UCDP GED's columns in the order of its release 24.1 and later (49 columns): lethal violence of organised actors.
-- A side is the government of a state, an organised group by its name, or Civilians; numbers of sides are of our own.
WITH lethal AS (
    SELECT
        e.*,
        coalesce(e.fatalities_best, e.fatalities_low, 0) AS best,
        c.acled_country, c.ucdp_country, c.ucdp_region,
        e.acled_event_type = 'Battles' AS is_battle
    FROM events e
    JOIN countries c USING (country_iso3)
    WHERE greatest(e.fatalities_low, e.fatalities_best, e.fatalities_high) > 0
      AND e.status IN ('actual', 'ongoing', 'claimed')
      AND (e.acled_event_type IN ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
           OR e.acled_sub_event_type = 'Excessive force against protesters')
      AND e.date_start IS NOT NULL AND e.latitude IS NOT NULL AND e.longitude IS NOT NULL
),
sides AS (
    SELECT event_id, 1 AS side, is_battle, actor_name AS name, actor_entity_id AS entity_id,
           actor_country_iso3 AS home, actor_sector AS sector, date_start
    FROM lethal
    UNION ALL
    SELECT event_id, 2, is_battle, recipient_name, recipient_entity_id, recipient_country_iso3, recipient_sector, date_start
    FROM lethal
),
-- state: its forces, and its government where it acts or fights; group: armed and organised, by a name or not
kinds AS (
    SELECT
        s.event_id, s.side,
        CASE
            WHEN g.ucdp_name LIKE 'Government of %' THEN 'state'
            WHEN n.acled_inter = 8 AND s.sector IN ('MIL', 'IGO') THEN 'state'
            WHEN s.sector IN ('MIL', 'COP', 'SPY') THEN 'state'
            WHEN s.sector = 'GOV' AND (s.side = 1 OR s.is_battle) THEN 'state'
            WHEN s.sector IN ('REB', 'UAF', 'CRM') OR n.acled_inter IN (2, 3, 4) THEN 'group'
            -- in a battle "the Iranians" are an army
            WHEN s.is_battle AND n.entity_class = 'nationality' THEN NULL
            WHEN s.name IS NOT NULL OR s.sector IS NOT NULL THEN 'civilians'
        END AS kind,
        CASE
            WHEN g.ucdp_name IS NOT NULL THEN g.ucdp_name
            WHEN n.acled_inter = 8 AND s.sector IN ('MIL', 'IGO') THEN s.name
            WHEN s.sector IN ('MIL', 'COP', 'SPY', 'GOV') AND h.gleditsch_ward IS NOT NULL
                THEN 'Government of ' || h.ucdp_country
            WHEN s.home IS NOT NULL AND s.sector IN ('MIL', 'COP', 'SPY', 'GOV') THEN s.name
            WHEN n.entity_class IN ('armed_group', 'organisation') THEN s.name
        END AS name,
        CASE WHEN s.sector IN ('MIL', 'COP', 'SPY', 'GOV') OR g.ucdp_name LIKE 'Government of %'
            THEN h.gleditsch_ward END AS gwno
    FROM sides s
    LEFT JOIN entities n ON n.entity_id = s.entity_id
    LEFT JOIN countries h ON h.country_iso3 = s.home
    LEFT JOIN group_names g
        ON g.name = s.name
       AND s.date_start >= coalesce(g.from_date, DATE '0001-01-01')
       AND s.date_start < coalesce(g.to_date, DATE '9999-12-31')
),
paired AS (
    SELECT
        e.*,
        a.kind AS kind_1, a.name AS name_1, a.gwno AS gwno_1,
        -- nobody fights himself: one of the two was not told
        CASE WHEN b.name IS DISTINCT FROM a.name OR a.name IS NULL THEN b.kind END AS kind_2,
        CASE WHEN b.name IS DISTINCT FROM a.name THEN b.name END AS name_2,
        CASE WHEN b.name IS DISTINCT FROM a.name THEN b.gwno END AS gwno_2,
        CASE
            WHEN e.acled_event_type = 'Protests' THEN 3
            -- civilians near a battle, or near what was struck, leave it one between the armed
            WHEN NOT e.is_battle AND coalesce(kind_2, '') NOT IN ('state', 'group')
                 AND (kind_2 IS NOT NULL OR e.civilian_targeting) THEN 3
            WHEN kind_1 = 'state' OR kind_2 = 'state' THEN 1
            WHEN kind_1 = 'group' AND kind_2 = 'group' THEN 2
            -- a group whose opponent is not told fights, as most do, a state; of nobody there is no row
            WHEN kind_1 = 'group' OR kind_2 = 'group' THEN 1
        END AS type_of_violence
    FROM lethal e
    JOIN kinds a ON a.event_id = e.event_id AND a.side = 1
    JOIN kinds b ON b.event_id = e.event_id AND b.side = 2
),
-- of a state and a group, the state is side A; of civilians and who kills them, they are side B
ordered AS (
    SELECT
        *,
        coalesce(type_of_violence = 1 AND kind_1 IS DISTINCT FROM 'state' AND (kind_2 = 'state' OR kind_1 = 'group'), FALSE)
            AS is_turned,
        type_of_violence = 1 AND coalesce(kind_1, '') <> 'state' AND coalesce(kind_2, '') <> 'state' AS is_presumed,
        CASE WHEN kind_1 IN ('state', 'group') THEN name_1 END AS armed_1,
        CASE WHEN kind_2 IN ('state', 'group') THEN name_2 END AS armed_2,
        CASE WHEN is_turned THEN armed_2 ELSE armed_1 END AS named_a,
        CASE WHEN type_of_violence = 3 THEN 'Civilians' WHEN is_turned THEN armed_1 ELSE armed_2 END AS named_b,
        CASE WHEN is_turned THEN gwno_2 ELSE gwno_1 END AS gwnoa,
        CASE WHEN type_of_violence = 3 THEN NULL WHEN is_turned THEN gwno_1 ELSE gwno_2 END AS gwnob
    FROM paired
    WHERE type_of_violence IS NOT NULL
),
-- the report that gives the number of dead, and whom it counts: the nearest noun after the number tells, "12 foreign
-- soldiers", else that the number is part of the words for the recipient, "five Malian soldiers"
proofs AS (
    SELECT DISTINCT ON (m.event_id)
        m.event_id, m.event_mention_id, o.type_of_violence, o.kind_1, o.kind_2,
        CASE WHEN m.recipient_text NOT ILIKE '% and %' THEN concat(' ', lower(m.recipient_text), ' ') END AS recipient_text
    FROM event_mentions m
    JOIN ordered o ON o.event_id = m.event_id AND o.best = m.fatalities_best
    WHERE o.type_of_violence <> 3
    ORDER BY m.event_id, m.confidence DESC, m.event_mention_id
),
numbers AS (
    SELECT
        p.event_id, p.kind_1, p.kind_2, n.mention_id, n.best,
        contains(p.recipient_text, concat(' ', lower(n.text), ' ')) AS is_of_recipient,
        -- up to three words of the same clause
        string_split(regexp_extract(
            lower(substr(CASE n.field WHEN 'title' THEN a.title ELSE a.body END, n.end_char + 1, 40)),
            '^[ -]*((?:[a-z]+[ -]+){0,3}[a-z]+)', 1
        ), ' ')[1:3] AS words
    FROM proofs p
    JOIN event_numbers n USING (event_mention_id)
    JOIN articles a USING (article_id)
    WHERE n.quantity = 'killed'
),
told_dead AS (
    SELECT n.mention_id, n.event_id, n.best, n.kind_1, n.kind_2, n.is_of_recipient,
           first(w.kind ORDER BY list_position(n.words, w.word)) AS kind
    FROM numbers n
    LEFT JOIN counted_people w ON list_contains(n.words, w.word)
    GROUP BY ALL
),
dead AS (
    SELECT
        event_id,
        CAST(sum(best) FILTER (WHERE side = 'civilians') AS BIGINT) AS of_civilians,
        CAST(sum(best) FILTER (WHERE side = '1') AS BIGINT) AS of_1,
        CAST(sum(best) FILTER (WHERE side = '2') AS BIGINT) AS of_2
    FROM (
        SELECT
            event_id, best,
            CASE
                WHEN kind = 'civilians' THEN 'civilians'
                WHEN kind_1 = kind AND kind_2 IS DISTINCT FROM kind THEN '1'
                WHEN kind_2 = kind AND kind_1 IS DISTINCT FROM kind THEN '2'
                -- of the two, the one that was not told
                WHEN kind_1 <> kind AND kind_2 IS NULL THEN '2'
                WHEN kind_2 <> kind AND kind_1 IS NULL THEN '1'
                WHEN is_of_recipient AND kind_2 IN ('state', 'group') THEN '2'
                WHEN is_of_recipient AND kind_2 = 'civilians' THEN 'civilians'
            END AS side
        FROM told_dead
    )
    GROUP BY event_id
),
counted AS (
    SELECT
        o.*,
        coalesce(d.of_civilians, 0) + coalesce(d.of_1, 0) + coalesce(d.of_2, 0) <= o.best AS is_within,
        CASE WHEN o.type_of_violence = 3 THEN o.best WHEN is_within THEN coalesce(d.of_civilians, 0) ELSE 0 END
            AS deaths_civilians,
        CASE WHEN is_within THEN coalesce(CASE WHEN o.is_turned THEN d.of_2 ELSE d.of_1 END, 0) ELSE 0 END AS deaths_a,
        CASE WHEN is_within THEN coalesce(CASE WHEN o.is_turned THEN d.of_1 ELSE d.of_2 END, 0) ELSE 0 END AS deaths_b
    FROM ordered o
    LEFT JOIN dead d USING (event_id)
),
reports AS (
    -- one list and no text: of most rows none is asked for
    SELECT
        m.event_id,
        list({'office': m.office, 'day': m.day, 'title': m.title, 'attribution': m.attribution} ORDER BY m.day, m.article_id)
            AS articles
    FROM (
        SELECT
            m.event_id, a.article_id, a.title,
            coalesce(a.source_name, a.source_domain) AS office,
            strftime(a.published_date, '%Y-%m-%d') AS day,
            first(m.attribution ORDER BY m.attribution IS NULL, m.confidence DESC, m.event_mention_id) AS attribution
        FROM event_mentions m
        JOIN articles a USING (article_id)
        WHERE m.event_id IN (SELECT event_id FROM ordered)
        GROUP BY ALL
    ) m
    GROUP BY m.event_id
),
sided AS (
    SELECT
        *,
        coalesce(named_a, CASE type_of_violence WHEN 1 THEN 'Unidentified government' ELSE 'Unidentified armed group' END)
            AS side_a,
        coalesce(named_b, 'Unidentified armed group') AS side_b,
        concat(side_a, ' - ', side_b) AS dyad,
        named_a IS NOT NULL AND named_b IS NOT NULL AS is_named
    FROM counted
),
-- before the reports are joined, so that those of other countries and years are left out first
summed AS (
    SELECT *, sum(best) OVER (PARTITION BY type_of_violence, dyad, year(date_start)) AS best_of_year
    FROM sided
)
SELECT
    CAST('0x' || substr(s.event_id, 1, 13) AS BIGINT) AS id,
    s.event_id AS relid,
    year(s.date_start) AS year,
    s.is_named AND s.best_of_year >= 25 AS active_year,
    CASE
        WHEN s.is_presumed THEN 'Check Type of Violence'
        WHEN NOT s.is_named THEN 'Check Dyad'
        WHEN s.status = 'claimed' THEN 'Check Deaths'
        WHEN s.confidence < 0.5 THEN 'Low Confidence'
        ELSE 'Clear'
    END AS code_status,
    CAST(s.type_of_violence AS BIGINT) AS type_of_violence,
    CAST('0x' || substr(md5(s.dyad), 1, 12) AS BIGINT) AS conflict_dset_id,
    conflict_dset_id AS conflict_new_id,
    s.dyad AS conflict_name,
    conflict_dset_id AS dyad_dset_id,
    conflict_dset_id AS dyad_new_id,
    s.dyad AS dyad_name,
    CAST('0x' || substr(md5(s.side_a), 1, 12) AS BIGINT) AS side_a_dset_id,
    side_a_dset_id AS side_a_new_id,
    s.side_a,
    CAST(CASE s.type_of_violence WHEN 3 THEN '1' ELSE '0x' || substr(md5(s.side_b), 1, 12) END AS BIGINT) AS side_b_dset_id,
    side_b_dset_id AS side_b_new_id,
    s.side_b,
    s.source_count AS number_of_sources,
    array_to_string([concat('"', concat_ws(',', x.office, x.day, x.title), '"') FOR x IN r.articles], ';') AS source_article,
    array_to_string([coalesce(x.office, '') FOR x IN r.articles], ';') AS source_office,
    array_to_string([coalesce(x.day, '') FOR x IN r.articles], ';') AS source_date,
    array_to_string([coalesce(x.title, '') FOR x IN r.articles], ';') AS source_headline,
    list_filter(r.articles, lambda x: x.attribution IS NOT NULL)[1].attribution AS source_original,
    coalesce(s.where_precision, 1) AS where_prec,
    coalesce(s.location_name, s.ucdp_country) AS where_coordinates,
    coalesce(s.place_text, s.location_name, s.ucdp_country) AS where_description,
    s.admin1_name AS adm_1,
    l.admin2_name AS adm_2,
    s.latitude,
    s.longitude,
    concat('POINT (', s.longitude, ' ', s.latitude, ')') AS geom_wkt,
    -- PRIO-GRID: half-degree cells, 720 a row, counted from 1 in the south-west corner
    CAST(floor((s.latitude + 90) * 2) * 720 + floor((s.longitude + 180) * 2) + 1 AS BIGINT) AS priogrid_gid,
    s.ucdp_country AS country,
    o.gleditsch_ward AS country_id,
    s.ucdp_region AS region,
    -- 2 where the report already sums up several days
    CAST(CASE WHEN s.date_precision >= 3 THEN 2 ELSE 1 END AS BIGINT) AS event_clarity,
    coalesce(s.date_precision, 1) AS date_prec,
    s.date_start,
    coalesce(s.date_end, s.date_start) AS date_end,
    s.deaths_a,
    s.deaths_b,
    s.deaths_civilians,
    s.best - s.deaths_a - s.deaths_b - s.deaths_civilians AS deaths_unknown,
    s.best,
    greatest(s.fatalities_high, s.best) AS high,
    least(s.fatalities_low, s.best) AS low,
    s.gwnoa,
    s.gwnob
FROM summed s
LEFT JOIN reports r USING (event_id)
LEFT JOIN locations l ON l.location_id = s.location_id
-- a territory belongs to the state that UCDP counts it to
LEFT JOIN countries o ON o.ucdp_country = s.ucdp_country AND o.gleditsch_ward IS NOT NULL
