-- SPDX-License-Identifier: Apache-2.0
-- Triggers that have other names in SQLite, see triggers_cards.sql, and those of TRUNCATE, which SQLite has not.

-- card_allotment_fixed: what a card was allotted does not change
UPDATE card SET citizen_ca = 2 WHERE id = 1

-- audit_store_fixed: audit_store is append-only
UPDATE audit_store SET id = bytes(16, 09)
INSERT INTO audit_store (id) VALUES (bytes(16, 09))
DELETE FROM audit_store
TRUNCATE audit_store

-- audit_restore_final: an accepted restore does not change
DELETE FROM audit_restore WHERE newest = 7

-- audit_checkpoint_no_change: audit_checkpoint is append-only
UPDATE audit_checkpoint SET at = 9
DELETE FROM audit_checkpoint

-- audit_checkpoint_no_truncate: audit_checkpoint is append-only
TRUNCATE audit_checkpoint

-- journal_no_truncate: journal is append-only
TRUNCATE journal CASCADE

-- act_no_change: the acts and what they exclude do not change
INSERT INTO act (name, begins_with) VALUES ('printed', 'imported')
UPDATE act SET begins_with = name WHERE name = 'approved'
DELETE FROM act WHERE name = 'service_done'

-- act_exclusion_no_change: the acts and what they exclude do not change
INSERT INTO act_exclusion (one, other) VALUES ('imported', 'encoded')
UPDATE act_exclusion SET other = 'delivered' WHERE one = 'imported'
DELETE FROM act_exclusion WHERE one = 'imported'

-- card_act_no_change: what was done stays done
UPDATE card_act SET person = 'dao' WHERE application = 'waiting'
DELETE FROM card_act WHERE application = 'waiting'

-- staff_signature_no_change: what was signed stays signed
UPDATE staff_signature SET at = 9
DELETE FROM staff_signature

-- card_term_no_change: the term of a card does not change
UPDATE card_term SET last_day = 98
DELETE FROM card_term
