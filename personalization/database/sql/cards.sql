-- SPDX-License-Identifier: Apache-2.0
-- Cards and what is allotted to them.

-- chip_state
SELECT state FROM card WHERE kdd = :kdd AND state <> 'void';

-- next_document_number
UPDATE document_number SET last = last + 1 RETURNING last;

-- count_free
SELECT count(*) FROM status_free;

-- open_block
INSERT INTO status_block (number, opened_at)
SELECT coalesce(max(number) + 1, 0), :at FROM status_block RETURNING number;

-- fill_block
WITH RECURSIVE place (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM place WHERE n < :size - 1)
INSERT INTO status_free SELECT :number * :size + n FROM place;

-- free_at
SELECT status_index FROM status_free ORDER BY status_index LIMIT 1 OFFSET :offset;

-- take_free
DELETE FROM status_free WHERE status_index = :status_index;

-- add_card
INSERT INTO card (application, citizen, document_number, status_index, citizen_ca, guid, kdd, operator, approved_by, state,
                  claimed_at, replaces)
VALUES (:application, :citizen, :document_number, :status_index, :citizen_ca, :guid, :kdd, :operator, :approved_by,
        'encoding', :at,
        (SELECT card FROM replacement WHERE application = :application AND cancelled_at IS NULL))
RETURNING id;

-- set_job_state
UPDATE job SET state = :state, changed_at = :at WHERE application = :application;

-- holder_id
SELECT holder_id FROM citizen WHERE id = :citizen;

-- application_in_work
SELECT application FROM card WHERE id = :card AND state = 'encoding';

-- last_step_event
SELECT event, detail FROM journal WHERE card = :card AND event IN ('intent', 'outcome') ORDER BY id DESC LIMIT 1;

-- conclude_card
UPDATE card SET state = :state, reason = :reason, step = :step, concluded_at = :at WHERE id = :card;

-- add_key
INSERT INTO card_key (hash, card, slot) VALUES (:hash, :card, :slot)
ON CONFLICT DO NOTHING;

-- certify_key
UPDATE card_key SET certificate_hash = :certificate_hash, serial_number = :serial_number, not_after = :not_after,
                    public_key = :public_key
WHERE hash = :hash AND card = :card AND slot = :slot;

-- count_plain_certificates
SELECT (SELECT count(*) FROM card_key WHERE certificate IS NOT NULL)
     + (SELECT count(*) FROM renewed_certificate WHERE certificate IS NOT NULL AND hash IS NULL);

-- plain_key_certificates
SELECT hash, certificate FROM card_key WHERE certificate IS NOT NULL LIMIT 500;

-- trace_key_certificate
UPDATE card_key SET certificate = NULL, certificate_hash = :certificate_hash, serial_number = :serial_number,
                    not_after = :not_after, public_key = :public_key
WHERE hash = :hash;

-- plain_renewed_certificates
SELECT card, number, slot, certificate FROM renewed_certificate WHERE certificate IS NOT NULL AND hash IS NULL LIMIT 500;

-- trace_renewed_certificate
UPDATE renewed_certificate
SET certificate = CASE WHEN EXISTS (SELECT 1 FROM card_service
                                    WHERE card_service.card = renewed_certificate.card
                                      AND card_service.number = renewed_certificate.number AND state = 'begun')
                       THEN certificate END,
    hash = :hash, serial_number = :serial_number, not_after = :not_after
WHERE card = :card AND number = :number AND slot = :slot;

-- cards_in_work_unheld
SELECT id, application FROM card WHERE state = 'encoding'
  AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.application = card.application);

-- citizen_ca_in_use
SELECT coalesce((SELECT number FROM citizen_ca
                 WHERE number = (SELECT max(number) FROM citizen_ca) AND cards < :limit AND opened_at > :oldest), 0);

-- open_citizen_ca
INSERT INTO citizen_ca (number, opened_at, cards)
SELECT coalesce(max(number) + 1, 1), :at, 0 FROM citizen_ca RETURNING number;

-- count_card_of_citizen_ca
UPDATE citizen_ca SET cards = cards + 1 WHERE number = :number;

-- citizen_cas
SELECT number FROM citizen_ca ORDER BY number;
