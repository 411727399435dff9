-- SPDX-License-Identifier: Apache-2.0
-- The journal: one statement appends to it, none changes it.

-- audit_last
SELECT audit_store.id, coalesce(tip.id, 0), coalesce(tip.at, 0), tip.hash
FROM audit_store LEFT JOIN (SELECT id, at, hash FROM journal ORDER BY id DESC LIMIT 1) AS tip ON 1 = 1;

-- audit_append
INSERT INTO journal (id, at, event, card, application, person, detail, hash)
VALUES (:number, :at, :event, :card, :application, :person, :detail, :hash);

-- audit_entries
SELECT id, at, event, card, application, person, detail, hash FROM journal WHERE id > :after ORDER BY id LIMIT :limit;

-- audit_foreign_cards
SELECT count(*) FROM journal
WHERE event = 'foreign-card'
  AND id > (SELECT coalesce(max(id), 0) FROM journal WHERE event IN ('issued', 'service done'));

-- audit_checkpoints
SELECT number, entry, head, message FROM audit_checkpoint ORDER BY number;

-- audit_newest_checkpoint
SELECT number, entry, head, message FROM audit_checkpoint ORDER BY number DESC LIMIT 1;

-- audit_next_checkpoint
SELECT 1 + coalesce(max(number), 0)
FROM (SELECT number FROM audit_checkpoint
      UNION ALL SELECT newest FROM audit_restore WHERE confirmed_at IS NOT NULL) AS known;

-- audit_add_checkpoint
INSERT INTO audit_checkpoint (number, entry, head, at, message) VALUES (:number, :entry, :head, :at, :message);

-- audit_checkpoint_message
SELECT message FROM audit_checkpoint WHERE number = :number;

-- audit_cards_without_entries
SELECT document_number FROM card
WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.card = card.id AND event = 'claim')
   OR (state = 'live' AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.card = card.id AND event = 'issued'))
ORDER BY id LIMIT 100;

-- audit_restores
SELECT newest, kept FROM audit_restore WHERE confirmed_at IS NOT NULL ORDER BY newest;

-- audit_drop_restore_requests
DELETE FROM audit_restore WHERE confirmed_at IS NULL;

-- audit_request_restore
INSERT INTO audit_restore (newest, digest, kept, requested_by, requested_at)
VALUES (:newest, :digest, :kept, :person, :at);

-- audit_restore_request
SELECT requested_by FROM audit_restore
WHERE newest = :newest AND digest = :digest AND kept = :kept AND confirmed_at IS NULL;

-- audit_confirm_restore
UPDATE audit_restore SET confirmed_by = :person, confirmed_at = :at WHERE newest = :newest;

-- audit_skip_document_numbers
UPDATE document_number SET last = last + :count;

-- audit_give_up_free_indices
DELETE FROM status_free;
