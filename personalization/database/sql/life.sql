-- SPDX-License-Identifier: Apache-2.0
-- What becomes of a card after its quality check.

-- life_card
SELECT card.id, document_number, application, citizen, card.state, coalesce(card_life.state, ''), revoked_at,
       coalesce(revocation.reason, ''), operator, replaces, citizen_ca, kdd, guid, approved_by,
       (SELECT count(*) FROM card_hold WHERE card_hold.card = card.id AND card_hold.lifted_at IS NULL)
FROM card LEFT JOIN card_life ON card_life.card = card.id LEFT JOIN revocation ON revocation.card = card.id
WHERE card.id = :card;

-- life_card_of_document
SELECT id FROM card WHERE document_number = :document_number;

-- life_card_of_chip
SELECT id FROM card WHERE kdd = :kdd AND state <> 'void';

-- life_begin
INSERT INTO card_life (card, state, since) VALUES (:card, :state, :at);

-- life_move
UPDATE card_life SET state = :state, since = :at WHERE card = :card;

-- life_set_delivered
UPDATE card SET delivered_at = :at WHERE id = :card;

-- life_open_hold
SELECT round, held_by FROM card_hold WHERE card = :card AND lifted_at IS NULL;

-- life_hold
INSERT INTO card_hold (card, round, held_by, held_at, reference)
SELECT :card, coalesce(max(round), 0) + 1, :person, :at, :reference FROM card_hold WHERE card = :card
RETURNING round;

-- life_hold_certificate
INSERT INTO held_certificate (card, round, citizen_ca, serial_number, not_after)
VALUES (:card, :round, :citizen_ca, :serial_number, :not_after);

-- life_lift
UPDATE card_hold SET lifted_by = :person, lifted_at = :at WHERE card = :card AND lifted_at IS NULL;

-- life_drop_request
DELETE FROM revocation WHERE card = :card AND confirmed_at IS NULL;

-- life_order
INSERT INTO replacement (application, card, reason, ordered_by, ordered_at)
VALUES (:application, :card, :reason, :person, :at)
ON CONFLICT (application) DO UPDATE SET card = :card, reason = :reason, ordered_by = :person, ordered_at = :at,
                                        cancelled_at = NULL
WHERE replacement.cancelled_at IS NOT NULL;

-- life_order_of_application
SELECT card, reason, ordered_by FROM replacement WHERE application = :application AND cancelled_at IS NULL;

-- life_orders_of_card
SELECT replacement.application, coalesce(job.state, ''),
       (SELECT count(*) FROM card WHERE card.application = replacement.application AND card.state = 'live'
                                    AND card.revoked_at IS NULL)
FROM replacement LEFT JOIN job ON job.application = replacement.application
WHERE replacement.card = :card AND cancelled_at IS NULL;

-- life_cancel_order
UPDATE replacement SET cancelled_at = :at WHERE application = :application;

-- life_job_of_order
SELECT citizen, state FROM job WHERE application = :application;

-- life_open_service
SELECT number, state, ordered_by FROM card_service
WHERE card = :card AND kind = :kind AND state IN ('ordered', 'begun');

-- life_order_service
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at)
SELECT :card, coalesce(max(number), 0) + 1, :kind, 'ordered', :person, :at FROM card_service WHERE card = :card
RETURNING number;

-- life_begin_service
UPDATE card_service SET state = 'begun', done_by = :person, begun_at = coalesce(begun_at, :at), turn = turn + 1
WHERE card = :card AND number = :number
RETURNING turn;

-- life_cancel_service
UPDATE card_service SET state = 'cancelled', ended_at = :at WHERE card = :card AND number = :number;

-- life_service_turn
SELECT 1 FROM card_service WHERE card = :card AND number = :number AND turn = :turn AND state = 'begun';

-- life_end_service
UPDATE card_service SET state = 'done', ended_at = :at WHERE card = :card AND number = :number;

-- life_add_renewed
INSERT INTO renewed_certificate (card, number, slot, sealed, hash, serial_number, not_after)
VALUES (:card, :number, :slot, :sealed, :hash, :serial_number, :not_after);

-- life_renewed
SELECT slot, sealed FROM renewed_certificate
WHERE card = :card AND number = :number AND sealed IS NOT NULL ORDER BY slot;

-- life_certificates
SELECT slot, certificate_hash, serial_number, not_after FROM card_key
WHERE card = :card AND certificate_hash IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM renewed_certificate JOIN card_service
                  ON card_service.card = renewed_certificate.card AND card_service.number = renewed_certificate.number
                  WHERE renewed_certificate.card = card_key.card AND renewed_certificate.slot = card_key.slot
                    AND card_service.state = 'done')
UNION ALL
SELECT slot, hash, serial_number, not_after FROM renewed_certificate JOIN card_service
ON card_service.card = renewed_certificate.card AND card_service.number = renewed_certificate.number
WHERE renewed_certificate.card = :card AND card_service.state = 'done' AND superseded_at IS NULL
ORDER BY 1;

-- life_identity_key
SELECT slot FROM card_key WHERE card = :card AND slot = 'CA';

-- life_supersede
UPDATE renewed_certificate SET superseded_at = :at WHERE card = :card AND number < :number AND superseded_at IS NULL;

-- life_all_certificates
SELECT serial_number, not_after FROM card_key WHERE card = :card AND serial_number IS NOT NULL
UNION ALL
SELECT serial_number, not_after FROM renewed_certificate WHERE card = :card AND superseded_at IS NULL;
