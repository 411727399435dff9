-- SPDX-License-Identifier: Apache-2.0
-- What the triggers of both databases refuse, in the office of office.sql: the name of a trigger and its sentence, then
-- what breaks its rule, one on each line (an indented line goes on). Blank cards, and who does what.

-- clock_statement_final: a confirmed statement does not change
UPDATE clock_statement SET confirmed_at = 9 WHERE requested_at = 1
UPDATE clock_statement SET requested_by = 'dao' WHERE requested_at = 3
UPDATE clock_statement SET requested_at = 9 WHERE requested_at = 3

-- stock_rule_stays: an office that counts its blanks goes on counting
UPDATE stock_rule SET required = 1; UPDATE stock_rule SET required = 0

-- stock_rule_kept: an office that counts its blanks goes on counting
DELETE FROM stock_rule

-- stock_delivery_fixed: who announced and who received a delivery does not change
UPDATE stock_delivery SET number = 'D-9' WHERE number = 'D-2'
UPDATE stock_delivery SET digest = bytes(32, 09) WHERE number = 'D-2'
UPDATE stock_delivery SET announced_by = 'dao' WHERE number = 'D-2'
UPDATE stock_delivery SET announced_at = 9 WHERE number = 'D-2'
UPDATE stock_delivery SET received_by = 'mai' WHERE number = 'D-1'
UPDATE stock_delivery SET received_by = NULL, received_at = NULL WHERE number = 'D-1'

-- stock_delivery_no_delete: deliveries are never forgotten
DELETE FROM stock_delivery WHERE number = 'D-2'

-- stock_blank_announced: blanks come with a delivery that is being announced
INSERT INTO stock_blank (kdd, delivery, state, person, changed_at) VALUES (bytes(10, B9), 'D-2', 'vault', 'keo', 1)
INSERT INTO stock_blank (kdd, delivery, state, person, changed_at) VALUES (bytes(10, A9), 'D-1', 'announced', 'keo', 1)

-- stock_blank_fixed: which chip came with which delivery does not change
UPDATE stock_blank SET kdd = bytes(10, A9) WHERE kdd = bytes(10, A2)
UPDATE stock_blank SET delivery = 'D-2' WHERE kdd = bytes(10, A2)

-- stock_blank_moves: this is not possible for a blank in this state
UPDATE stock_blank SET state = 'handed_out', holder = 'noy' WHERE kdd = bytes(10, A1)
UPDATE stock_blank SET state = 'vault' WHERE kdd = bytes(10, B1)
UPDATE stock_blank SET state = 'destroyed' WHERE kdd = bytes(10, A1)
UPDATE stock_blank SET state = 'vault' WHERE kdd = bytes(10, A4)
UPDATE stock_blank SET state = 'drawer', holder = '' WHERE kdd = bytes(10, A3)

-- stock_blank_no_delete: blanks are never forgotten
DELETE FROM stock_blank WHERE kdd = bytes(10, B1)

-- stock_destruction_final: what is destroyed stays so
UPDATE stock_destruction SET confirmed_at = 9 WHERE kdd = bytes(10, A4)
UPDATE stock_destruction SET kdd = bytes(10, A2) WHERE kdd = bytes(10, A1)

-- stock_destruction_no_delete: what is destroyed stays so
DELETE FROM stock_destruction WHERE kdd = bytes(10, A4)

-- stock_movement_no_update: movements are append-only
UPDATE stock_movement SET person = 'dao'

-- stock_movement_no_delete: movements are append-only
DELETE FROM stock_movement

-- stock_shift_final: a closed shift does not change
UPDATE stock_shift SET closed_by = 'dao' WHERE number = 1
UPDATE stock_shift SET number = 9 WHERE number = 2
UPDATE stock_shift SET opening = 9 WHERE number = 2
UPDATE stock_shift SET first_movement = 9 WHERE number = 2
UPDATE stock_shift SET first_card = 9 WHERE number = 2

-- stock_shift_no_delete: shifts are never forgotten
DELETE FROM stock_shift WHERE number = 2

-- card_act_excluded: this person did another part for the same card
INSERT INTO card_act (application, act, person, at) VALUES ('waiting', 'approved', 'noy', 9)
INSERT INTO card_act (application, card, act, person, at) VALUES ('made', 2, 'checked', 'noy', 9)
INSERT INTO card_act (application, card, act, person, at) VALUES ('ended', 6, 'revocation_confirmed', 'noy', 9)

-- card_act_of_its_card: an act names a card of its application
INSERT INTO card_act (application, card, act, person, at) VALUES ('waiting', 2, 'checked', 'dao', 9)

-- staff_no_delete: people are never forgotten
DELETE FROM staff WHERE person = 'keo'

-- staff_removed_once: a person who was removed stays so
UPDATE staff SET removed_by = NULL, removed_at = NULL WHERE person = 'noy'
UPDATE staff SET person = 'dao' WHERE person = 'keo'
UPDATE staff SET entered_by = 'dao' WHERE person = 'keo'
UPDATE staff SET entered_at = 9 WHERE person = 'keo'

-- staff_card_no_delete: staff cards are never forgotten
DELETE FROM staff_card WHERE person = 'keo'

-- staff_card_withdrawn_once: a staff card changes only by being withdrawn
UPDATE staff_card SET withdrawn_at = NULL WHERE person = 'noy'
UPDATE staff_card SET key_hash = bytes(32, 09) WHERE person = 'keo'
UPDATE staff_card SET person = 'noy' WHERE person = 'keo'
UPDATE staff_card SET certificate = x'31' WHERE person = 'keo'
UPDATE staff_card SET document_number = 'LA0000009' WHERE person = 'keo'
UPDATE staff_card SET entered_by = 'dao' WHERE person = 'keo'
UPDATE staff_card SET entered_at = 9 WHERE person = 'keo'

-- joint_request_fixed: what two people said stays so
UPDATE joint_request SET confirmed_at = 9 WHERE about = 'list'
UPDATE joint_request SET action = 'key' WHERE about = 'root'
UPDATE joint_request SET about = 'key' WHERE about = 'root'
UPDATE joint_request SET detail = '2' WHERE about = 'root'
UPDATE joint_request SET requested_by = 'dao' WHERE about = 'root'
UPDATE joint_request SET requested_at = 9 WHERE about = 'root'

-- joint_request_no_delete: what two people said stays so
DELETE FROM joint_request WHERE about = 'list'

-- staff_card_by_two: two people enter a staff card
INSERT INTO staff_card (key_hash, person, document_number, certificate, entered_by, entered_at)
    VALUES (bytes(32, 09), 'noy', 'LA0000009', x'30', 'keo', 3)

-- staff_role_with_person: roles come with the person
INSERT INTO staff_role (person, role) VALUES ('keo', 'approver')

-- staff_role_no_update: roles come with the person
UPDATE staff_role SET role = 'approver'

-- staff_role_no_delete: roles come with the person
DELETE FROM staff_role

-- stock_blank_missing_by_two: two people say that a blank is missing
UPDATE stock_blank SET state = 'missing', holder = '' WHERE kdd = bytes(10, A2)
