-- SPDX-License-Identifier: Apache-2.0
-- Triggers that have other names in PostgreSQL, see triggers_cards.sql.

-- card_citizen_ca_fixed: what a card was allotted does not change
UPDATE card SET citizen_ca = 2 WHERE id = 1

-- audit_store_fixed: a store stays itself
UPDATE audit_store SET id = bytes(16, 09)

-- audit_store_one: a store stays itself
INSERT INTO audit_store (id) VALUES (bytes(16, 09))

-- audit_store_kept: a store stays itself
DELETE FROM audit_store

-- audit_restore_no_delete: an accepted restore is never forgotten
DELETE FROM audit_restore WHERE newest = 7

-- audit_checkpoint_no_update: checkpoints are append-only
UPDATE audit_checkpoint SET at = 9

-- audit_checkpoint_no_delete: checkpoints are append-only
DELETE FROM audit_checkpoint

-- act_no_insert: the acts and what they exclude do not change
INSERT INTO act (name, begins_with) VALUES ('printed', 'imported')

-- act_no_update: the acts and what they exclude do not change
UPDATE act SET begins_with = name WHERE name = 'approved'

-- act_no_delete: the acts and what they exclude do not change
DELETE FROM act WHERE name = 'service_done'

-- act_exclusion_no_insert: the acts and what they exclude do not change
INSERT INTO act_exclusion (one, other) VALUES ('imported', 'encoded')

-- act_exclusion_no_update: the acts and what they exclude do not change
UPDATE act_exclusion SET other = 'delivered' WHERE one = 'imported'

-- act_exclusion_no_delete: the acts and what they exclude do not change
DELETE FROM act_exclusion WHERE one = 'imported'

-- card_act_no_update: what was done stays done
UPDATE card_act SET person = 'dao' WHERE application = 'waiting'

-- card_act_no_delete: what was done stays done
DELETE FROM card_act WHERE application = 'waiting'

-- staff_signature_no_update: what was signed stays signed
UPDATE staff_signature SET at = 9

-- staff_signature_no_delete: what was signed stays signed
DELETE FROM staff_signature

-- card_term_no_update: the term of a card does not change
UPDATE card_term SET last_day = 98

-- card_term_no_delete: cards are never forgotten
DELETE FROM card_term
