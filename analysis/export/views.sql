
The views of the SQLite export, one for each common question: "-- view NAME of the TABLES it needs", then its SELECT.

-- view verdicts_with_sources of verdicts, verdict_sources, sources
SELECT v.verdict_id, v.figure_id, v.statement_id, v.verdict, v.why,
       (SELECT group_concat(publisher, '; ') FROM (
          SELECT s.publisher FROM verdict_sources x JOIN sources s USING (source_id) WHERE x.verdict_id = v.verdict_id ORDER BY x.position
       )) AS judged_by,
       (SELECT group_concat(url, ' ') FROM (
          SELECT s.url FROM verdict_sources x JOIN sources s USING (source_id) WHERE x.verdict_id = v.verdict_id ORDER BY x.position
       )) AS url
FROM verdicts v
ORDER BY v.rowid;

-- view figures_with_verdicts of figures, passages, entities, verdicts, verdict_sources, sources
SELECT f.figure_id, f.kind, giver.name AS "from", taker.name AS "to", f.low, f.high, f.unit, f.bound, f.qualifier, f.period, f.status,
       f.quote, p.quote AS sentence, p.translation, v.verdict, v.why, v.judged_by, v.url
FROM figures f
JOIN passages p USING (passage_id)
LEFT JOIN entities giver ON giver.entity_id = f.from_id
LEFT JOIN entities taker ON taker.entity_id = f.to_id
LEFT JOIN verdicts_with_sources v ON v.figure_id = f.figure_id
ORDER BY f.rowid;

-- view statements_with_verdicts of statements, passages, verdicts, verdict_sources, sources
SELECT t.statement_id, t.topic, t.statement, p.quote AS sentence, v.verdict, v.why, v.judged_by, v.url
FROM statements t
JOIN passages p USING (passage_id)
LEFT JOIN verdicts_with_sources v ON v.statement_id = t.statement_id
ORDER BY t.rowid;

-- view metrics_with_inputs of metrics, metric_inputs, figures
SELECT m.metric_id, m.label, m.low, m.high, m.unit, m.bound, m.approximate, m.formula, i.position,
       CASE WHEN i.figure_id IS NOT NULL THEN 'figure' WHEN i.input_metric_id IS NOT NULL THEN 'metric'
            WHEN i.passage_id IS NOT NULL THEN 'dateline' ELSE i.resource END AS input_kind,
       coalesce(i.figure_id, i.input_metric_id, i.passage_id, i.row_id) AS input_id, i.part AS input_part,
       coalesce(f.low, x.low) AS input_low, coalesce(f.high, x.high) AS input_high,
       coalesce(f.unit, x.unit) AS input_unit, coalesce(f.bound, x.bound) AS input_bound
FROM metrics m
JOIN metric_inputs i USING (metric_id)
LEFT JOIN figures f ON f.figure_id = i.figure_id
LEFT JOIN metrics x ON x.metric_id = i.input_metric_id
ORDER BY m.rowid, i.position;

-- view capex_by_quarter of capex, organisations, sources
SELECT c.period, c.period_end, o.name AS company, c.basis, c.low, c.high, c.unit, c.bound, c.printed, c.filed_on, s.publisher, s.url
FROM capex c
JOIN organisations o ON o.organisation_id = c.company_id
JOIN sources s USING (source_id)
WHERE c.period_kind = 'quarter'
ORDER BY c.period_end, o.name, c.basis;

-- view cloud_growth_by_quarter of cloud_growth, cloud_series, organisations, sources
SELECT g.period, g.period_end, o.name AS cloud, d.name AS series, g.growth_percent, g.growth_printed, g.growth_cc_percent,
       g.growth_cc_printed, g.revenue_low, g.revenue_high, g.revenue_bound, g.revenue_printed, s.publisher, s.url
FROM cloud_growth g
JOIN cloud_series d USING (series_id)
JOIN organisations o ON o.organisation_id = d.provider_id
JOIN sources s USING (source_id)
WHERE g.period_kind = 'quarter'
ORDER BY g.period_end, d.name;

-- view deals_with_parties of compute_deals, organisations, sources
SELECT d.deal_id, d.deal_name, d.announced_on, giver.name AS "from", taker.name AS "to", d.flow_kind, d.low, d.high, d.unit, d.bound,
       d.printed, d.capacity_low, d.capacity_high, d.capacity_bound, d.capacity_printed, d.term_years, d.status, d.overlap_group,
       d.counted, s.publisher, s.url
FROM compute_deals d
LEFT JOIN organisations giver ON giver.organisation_id = d.from_id
LEFT JOIN organisations taker ON taker.organisation_id = d.to_id
JOIN sources s USING (source_id)
ORDER BY d.rowid;

-- view checks_of_figures of figures, figure_checks, sources
SELECT f.figure_id, f.low AS article_low, f.high AS article_high, f.bound AS article_bound, k.measure, k.period, k.low, k.high, k.unit,
       k.bound, k.printed, k.status, k.basis, s.publisher, s.kind AS source_kind, s.published, s.url
FROM figure_checks k
JOIN figures f USING (figure_id)
JOIN sources s USING (source_id)
ORDER BY f.rowid, k.rowid;

-- view spending_estimates_by_reading of spending_estimates, sources
SELECT e.measure, e.period, e.estimated_by, e.stated_on, e.what, e.coverage, e.low, e.high, e.unit, e.bound, e.printed, e.status,
       s.publisher, s.url
FROM spending_estimates e
JOIN sources s USING (source_id)
ORDER BY e.measure, e.period, e.rowid;
