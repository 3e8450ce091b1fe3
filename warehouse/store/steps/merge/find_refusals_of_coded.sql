-- what: refusals of articles to code that a later run coded, perhaps from another file
--   Where the run is the same, another text of the article was coded, or a package of an older version tells of both.
-- fills: outdated_refusals
-- reads: meta.rejected_records, articles
SELECT rejected_id FROM meta.rejected_records r JOIN articles a USING (article_id)
WHERE r.stage = 'annotate' AND a.coder_version IS NOT NULL AND a._run_id <> r.run_id
