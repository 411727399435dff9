-- SPDX-License-Identifier: Apache-2.0
-- Each statement follows a line with its name.

-- last_entry
SELECT coalesce((SELECT at FROM journal ORDER BY id DESC LIMIT 1), 0);

-- append_journal
INSERT INTO journal (at, card, event, detail) VALUES (:at, :card, :event, :detail);

-- add_citizen
INSERT INTO citizen (personal_number, holder_id) VALUES (:personal_number, :holder_id)
ON CONFLICT (personal_number) DO NOTHING;

-- citizen_of
SELECT id FROM citizen WHERE personal_number = :personal_number;

-- job_content
SELECT record = :record AND photograph = :photograph AND signature = :signature, state, citizen FROM job
WHERE application = :application;

-- citizen_is_served
SELECT EXISTS (SELECT 1 FROM job WHERE citizen = :citizen AND state NOT IN ('issued', 'withdrawn')
                                   AND application <> :application)
    OR EXISTS (SELECT 1 FROM card WHERE citizen = :citizen AND state IN ('encoding', 'live')
                                     AND revoked_at IS NULL);

-- add_job
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, changed_at)
VALUES (:application, :citizen, :record, :photograph, :signature, 'imported', :person, :at, :at);

-- renew_job
UPDATE job SET citizen = :citizen, record = :record, photograph = :photograph, signature = :signature,
               state = 'imported', imported_by = :person, imported_at = :at, approved_by = NULL, approved_at = NULL,
               changed_at = :at
WHERE application = :application;

-- add_rejection
INSERT INTO job_rejection (application, field, reason) VALUES (:application, :field, :reason);

-- forget_rejections
DELETE FROM job_rejection WHERE application = :application;

-- rejections
SELECT field, reason FROM job_rejection WHERE application = :application ORDER BY rowid;

-- job_people
SELECT state, imported_by, coalesce(approved_by, ''), citizen FROM job WHERE application = :application;

-- approve_job
UPDATE job SET state = 'approved', approved_by = :person, approved_at = :at, changed_at = :at
WHERE application = :application;

-- next_approved
SELECT application, approved_by <> :operator AS allowed FROM job WHERE state = 'approved'
ORDER BY allowed DESC, approved_at, application LIMIT 1;

-- jobs
SELECT job.application, job.state, job.imported_by, coalesce(job.approved_by, ''), coalesce(card.operator, ''),
       coalesce(card.document_number, ''), coalesce(card.reason, ''), coalesce(card.step, ''), job.changed_at
FROM job LEFT JOIN card ON card.id = (SELECT max(id) FROM card WHERE application = job.application)
ORDER BY job.imported_at, job.application;

-- application
SELECT application, personal_number, record, photograph, signature FROM job JOIN citizen ON citizen.id = job.citizen
WHERE application = :application;

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
WITH RECURSIVE place (offset) AS (SELECT 0 UNION ALL SELECT offset + 1 FROM place WHERE offset < :size - 1)
INSERT INTO status_free SELECT :number * :size + offset FROM place;

-- free_at
SELECT status_index FROM status_free ORDER BY status_index LIMIT 1 OFFSET :offset;

-- take_free
DELETE FROM status_free WHERE status_index = :status_index;

-- add_card
INSERT INTO card (application, citizen, document_number, status_index, citizen_ca, guid, kdd, operator, approved_by, state,
                  claimed_at)
VALUES (:application, :citizen, :document_number, :status_index, :citizen_ca, :guid, :kdd, :operator, :approved_by,
        'encoding', :at);

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
INSERT INTO card_key (hash, card, slot, certificate) VALUES (:hash, :card, :slot, :certificate);

-- cards_in_work
SELECT id, application FROM card WHERE state = 'encoding';

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

-- revocable_card
SELECT card.id, card.state, card.citizen_ca, revocation.reason, revocation.requested_by, revocation.confirmed_at
FROM card LEFT JOIN revocation ON revocation.card = card.id WHERE document_number = :document_number;

-- request_revocation
INSERT INTO revocation (card, reason, reference, requested_by, requested_at)
VALUES (:card, :reason, :reference, :person, :at)
ON CONFLICT (card) DO UPDATE SET reason = :reason, reference = :reference, requested_by = :person, requested_at = :at;

-- confirm_revocation
UPDATE revocation SET confirmed_by = :person, confirmed_at = :at WHERE card = :card;

-- revoke_card
UPDATE card SET revoked_at = :at WHERE id = :card;

-- certificates_of_card
SELECT certificate FROM card_key WHERE card = :card AND certificate IS NOT NULL;

-- add_revoked_certificate
INSERT INTO revoked_certificate (citizen_ca, serial_number, card, revoked_at, not_after)
VALUES (:citizen_ca, :serial_number, :card, :at, :not_after);

-- revocations
SELECT document_number, revocation.reason, reference, requested_by, requested_at, coalesce(confirmed_by, ''), confirmed_at
FROM revocation JOIN card ON card.id = revocation.card ORDER BY requested_at, card.id;

-- revoked_cards
SELECT status_index, revocation.reason FROM card JOIN revocation ON revocation.card = card.id
WHERE revoked_at IS NOT NULL ORDER BY status_index;

-- revoked_certificates
SELECT serial_number, revoked_at FROM revoked_certificate WHERE citizen_ca = :citizen_ca AND not_after >= :now
ORDER BY serial_number;

-- drop_signer_request
DELETE FROM signer_revocation WHERE serial_number = :serial_number AND confirmed_at IS NULL;

-- request_signer_revocation
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at)
VALUES (:serial_number, :signer, :reason, :reference, :person, :at);

-- confirm_signer_revocation
UPDATE signer_revocation SET confirmed_by = :person, confirmed_at = :at
WHERE serial_number = :serial_number AND confirmed_at IS NULL;

-- revocations_of_signer
SELECT reason, requested_by, confirmed_at FROM signer_revocation WHERE serial_number = :serial_number;

-- signer_revocations
SELECT signer, serial_number, reason, reference, requested_by, requested_at, coalesce(confirmed_by, ''), confirmed_at
FROM signer_revocation ORDER BY requested_at, rowid;

-- revoked_signers
SELECT serial_number, confirmed_at, reason FROM signer_revocation AS revocation
WHERE confirmed_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM signer_revocation AS other
                  WHERE other.serial_number = revocation.serial_number AND other.confirmed_at IS NOT NULL
                    AND other.reason = 'key_compromise' AND revocation.reason <> 'key_compromise')
ORDER BY serial_number;

-- count_blocks
SELECT count(*) FROM status_block;

-- next_list_number
UPDATE list_number SET last = max(last, :published) + 1 RETURNING last;
