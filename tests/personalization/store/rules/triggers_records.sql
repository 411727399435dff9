-- SPDX-License-Identifier: Apache-2.0
-- What the triggers of both databases refuse, in the office of office.sql: the name of a trigger and its sentence, then
-- what breaks its rule, one on each line (an indented line goes on). Records, signers, and the journal.

-- job_people_fixed: who imported and who approved does not change
UPDATE job SET imported_by = 'dao' WHERE application = 'waiting'
UPDATE job SET approved_by = 'dao' WHERE application = 'released'
UPDATE job SET approved_by = NULL, state = 'imported' WHERE application = 'released'
UPDATE job SET imported_by = 'dao' WHERE application = 'refused'

-- job_content_fixed: a record changes only when it is imported again
UPDATE job SET citizen = 9 WHERE application = 'waiting'
UPDATE job SET record = '{}' WHERE application = 'waiting'
UPDATE job SET photograph = x'FF' WHERE application = 'waiting'
UPDATE job SET signature = x'FF' WHERE application = 'waiting'
UPDATE job SET record = '{}' WHERE application = 'refused'

-- household_approved_together: a household is approved together
UPDATE job SET state = 'approved', approved_by = 'keo', approved_at = 2 WHERE application = 'waiting'

-- sealed_record_fixed: a record changes only when it is imported again
UPDATE sealed_record SET record = x'09' WHERE application = 'waiting'
UPDATE sealed_record SET application = 'made' WHERE application = 'refused'

-- sealed_record_no_delete: records are never forgotten, their keys are destroyed
DELETE FROM sealed_record WHERE application = 'refused'

-- data_key_destroyed_once: a data key does not change until it is destroyed, once
UPDATE data_key SET wrapped = x'09' WHERE id = 1
UPDATE data_key SET wrapped = x'09', destroyed_at = NULL WHERE id = 2
UPDATE data_key SET destroyed_at = 9 WHERE id = 2
UPDATE data_key SET id = 9, wrapped = NULL, destroyed_at = 9 WHERE id = 1
UPDATE data_key SET created_at = 9, wrapped = NULL, destroyed_at = 9 WHERE id = 1
UPDATE data_key SET class = 'general', wrapped = NULL, destroyed_at = 9 WHERE id = 1

-- data_key_no_delete: when a data key was destroyed is not forgotten
DELETE FROM data_key WHERE id = 2

-- batch_fixed: a batch does not change
UPDATE batch SET registry = 'pakse'
UPDATE batch SET number = 'B-2'
UPDATE batch SET digest = bytes(32, 09)
UPDATE batch SET records = 3

-- batch_no_delete: batches are never forgotten
DELETE FROM batch

-- signer_revocation_once: this signer is revoked already
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at)
    VALUES (x'01', 'S1', 'superseded', '', 'noy', 1)
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at)
    VALUES (x'02', 'S2', 'cessation_of_operation', '', 'noy', 1)

-- signer_revocation_final: a confirmed revocation does not change
UPDATE signer_revocation SET reference = 'R-1' WHERE serial_number = x'02'
UPDATE signer_revocation SET serial_number = x'09' WHERE serial_number = x'03'
UPDATE signer_revocation SET reason = 'key_compromise' WHERE serial_number = x'03'

-- signer_revocation_no_delete: revocations are never forgotten
DELETE FROM signer_revocation WHERE serial_number = x'02'

-- signer_counted: what a signer is does not change, and its counter rises to the limit
UPDATE signer SET number = 9 WHERE number = 3
UPDATE signer SET serial_number = x'09' WHERE number = 3
UPDATE signer SET key_hash = bytes(32, 09) WHERE number = 3
UPDATE signer SET use_from = 2 WHERE number = 3
UPDATE signer SET use_until = 99 WHERE number = 3
UPDATE signer SET card_limit = 11 WHERE number = 3
UPDATE signer SET staged_by = 'dao' WHERE number = 3
UPDATE signer SET cards = 9 WHERE number = 2
UPDATE signer SET cards = 11 WHERE number = 2

-- signer_states: a signer is staged, then used, then retired
UPDATE signer SET state = 'staged' WHERE number = 2
UPDATE signer SET state = 'retired', used_by = 'noy', used_at = 2 WHERE number = 3
UPDATE signer SET state = 'retired' WHERE number = 2;
    UPDATE signer SET state = 'active' WHERE number = 1

-- signer_no_delete: signers are never forgotten
DELETE FROM signer WHERE number = 3

-- signer_card_counted: a card is signed by the signer in use
INSERT INTO signer_card (card, signer, at) VALUES (2, 1, 3)
INSERT INTO signer_card (card, signer, at) VALUES (2, 3, 3)

-- signer_card_no_change: who signed a card does not change
UPDATE signer_card SET at = 9

-- signer_card_no_delete: who signed a card is never forgotten
DELETE FROM signer_card

-- radar_key_no_change: a key that was seen stays seen
UPDATE radar_key SET slot = '9C'

-- radar_key_no_delete: a key that was seen stays seen
DELETE FROM radar_key

-- radar_find_no_change: what was found stays found
UPDATE radar_find SET weakness = 'none'

-- radar_find_no_delete: what was found stays found
DELETE FROM radar_find

-- journal_chained: an entry of the journal follows the last one, in number, time and hash
INSERT INTO journal (id, at, event, detail) VALUES (3, 3, 'claim', '')
INSERT INTO journal (id, at, event, detail, hash) VALUES (4, 3, 'claim', '', bytes(32, 03))
INSERT INTO journal (id, at, event, detail, hash) VALUES (3, 1, 'claim', '', bytes(32, 03))

-- journal_no_update: the journal is append-only
UPDATE journal SET person = 'dao' WHERE id = 2

-- journal_no_delete: the journal is append-only
DELETE FROM journal WHERE id = 2

-- audit_checkpoint_next: a checkpoint follows the last one, and stands for an entry of the journal
INSERT INTO audit_checkpoint (number, entry, head, at, message) VALUES (2, 1, bytes(32, 01), 2, x'30')
INSERT INTO audit_checkpoint (number, entry, head, at, message) VALUES (8, 1, bytes(32, 02), 2, x'30')

-- audit_restore_final: an accepted restore does not change
UPDATE audit_restore SET confirmed_at = 9 WHERE newest = 7
UPDATE audit_restore SET newest = 6 WHERE newest = 5
UPDATE audit_restore SET digest = bytes(32, 09) WHERE newest = 5
UPDATE audit_restore SET kept = 2 WHERE newest = 5
