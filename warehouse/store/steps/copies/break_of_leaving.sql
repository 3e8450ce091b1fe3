-- what: the groups and bands of articles that change or leave, before they do
-- reads: articles, meta.article_bands
-- writes: broken_groups, left_bands
-- given: {leaving}, a query of their ids
INSERT INTO broken_groups SELECT DISTINCT duplicate_group_id FROM articles WHERE article_id IN ({leaving});
INSERT INTO left_bands SELECT DISTINCT band FROM meta.article_bands WHERE article_id IN ({leaving});
