(first_day, last_day) AS TABLE
SELECT events.*,
    date_start >= coalesce(CAST(first_day AS DATE), DATE '-infinity')
        AND coalesce(date_end, date_start) <= coalesce(CAST(last_day AS DATE), DATE 'infinity') AS is_within
FROM events
WHERE date_start <= coalesce(CAST(last_day AS DATE), DATE 'infinity')
    AND coalesce(date_end, date_start) >= coalesce(CAST(first_day AS DATE), DATE '-infinity')
ORDER BY date_start, date_end, event_id
