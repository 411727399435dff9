-- SPDX-License-Identifier: Apache-2.0
-- Work on a card, unit by unit.

-- units_begin
INSERT INTO unit_work (card, begun_at) VALUES (:card, :at) RETURNING id;

-- units_unfinished
SELECT id FROM unit_work WHERE card = :card AND ended_at IS NULL;

-- units_states
SELECT unit, CASE WHEN done_at IS NULL THEN 0 ELSE 1 END FROM unit_state WHERE work = :work;

-- units_intend
INSERT INTO unit_state (work, unit, series, intended_at) VALUES (:work, :unit, :series, :at);

-- units_conclude
UPDATE unit_state SET done_at = :at WHERE work = :work AND unit = :unit AND done_at IS NULL;

-- units_reopen
DELETE FROM unit_state WHERE work = :work AND unit = :unit;

-- units_remember
INSERT INTO unit_memory (work, item, sealed) VALUES (:work, :item, :sealed)
ON CONFLICT (work, item) DO UPDATE SET sealed = excluded.sealed;

-- units_recall
SELECT item, sealed FROM unit_memory WHERE work = :work ORDER BY item;

-- units_forget_item
DELETE FROM unit_memory WHERE work = :work AND item = :item;

-- units_forget_card
DELETE FROM unit_memory WHERE work IN (SELECT id FROM unit_work WHERE card = :card AND ended_at IS NULL);

-- units_end_of_card
UPDATE unit_work SET ended_at = CASE WHEN begun_at > :at THEN begun_at ELSE :at END
WHERE card = :card AND ended_at IS NULL;

-- units_attempt_of
SELECT card.id, application, state, document_number, status_index, citizen_ca, guid, operator, holder_id,
       CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END
FROM card JOIN citizen ON citizen.id = card.citizen WHERE kdd = :kdd AND state <> 'void';

-- units_revoked_certificates
SELECT serial_number FROM revoked_certificate WHERE card = :card;

-- units_reopenable
SELECT application, state, approved_by, document_number, CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END FROM card
WHERE id = :card;

-- units_other_card
SELECT count(*) FROM card AS other JOIN card ON card.citizen = other.citizen
WHERE card.id = :card AND other.id <> card.id AND other.state IN ('encoding', 'live') AND other.revoked_at IS NULL;

-- units_reopen_card
UPDATE card SET state = 'encoding', reason = NULL, step = NULL, concluded_at = NULL, reopened_at = :at
WHERE id = :card;

-- units_quarantined_cards
SELECT DISTINCT card.id, card.citizen_ca FROM card JOIN card_key ON card_key.card = card.id
WHERE card.state = 'quarantined' AND card_key.certificate_hash IS NOT NULL;
