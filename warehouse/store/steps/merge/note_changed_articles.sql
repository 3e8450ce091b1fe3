-- what: articles that are chosen, in the first turn that chooses them
-- reads: chosen_articles
-- writes: changed_articles
INSERT INTO changed_articles SELECT article_id, is_known FROM chosen_articles
ANTI JOIN changed_articles c USING (article_id)
