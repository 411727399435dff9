-- SPDX-License-Identifier: Apache-2.0
-- One card's whole life, and the report of a day.

-- show_card_of_document
SELECT id, application FROM card WHERE document_number = :number;

-- show_job
SELECT state FROM job WHERE application = :application;

-- show_cards
SELECT card.id, document_number, card.state, operator, approved_by, kdd, coalesce(card.reason, ''), revoked_at,
       coalesce(revocation.reason, ''), coalesce(card_life.state, ''),
       (SELECT count(*) FROM card_hold WHERE card_hold.card = card.id AND card_hold.lifted_at IS NULL)
FROM card LEFT JOIN card_life ON card_life.card = card.id LEFT JOIN revocation ON revocation.card = card.id
WHERE card.application = :application ORDER BY card.id;

-- show_entries
SELECT id, at, event, card, person, detail FROM journal WHERE application = :application
UNION
SELECT id, at, event, card, person, detail FROM journal
WHERE card IN (SELECT id FROM card WHERE application = :application)
UNION
SELECT id, at, event, card, person, detail FROM journal
WHERE hash IS NULL AND (detail = :application OR substr(detail, 1, length(:application) + 1) = :application || ' ')
ORDER BY id;

-- show_movements
SELECT at, origin, target, holder, person FROM stock_movement
WHERE kdd IN (SELECT kdd FROM card WHERE id = :card) ORDER BY id;

-- show_anchor
SELECT number, at FROM audit_checkpoint WHERE entry >= :entry ORDER BY number LIMIT 1;

-- report_events
SELECT event, count(*), min(at), max(at) FROM journal WHERE at >= :begin AND at < :end GROUP BY event ORDER BY event;

-- report_jobs
SELECT state, count(*) FROM job GROUP BY state ORDER BY state;

-- report_quarantined
SELECT document_number, application, coalesce(reason, ''), coalesce(step, '') FROM card
WHERE state = 'quarantined' AND concluded_at >= :begin AND concluded_at < :end ORDER BY id;
