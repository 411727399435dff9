-- SPDX-License-Identifier: Apache-2.0
-- What the triggers of both databases refuse, in the office of office.sql: the name of a trigger and its sentence, then
-- what breaks its rule, one on each line (an indented line goes on). Cards, from their
-- claim to the end of their life.

-- card_of_approved_job: a card is made for an approved job, and names its approver
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'waiting', 1, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo', 'encoding', 3)
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'dao', 'encoding', 3)
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 1, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo', 'encoding', 3)

-- card_of_listed_blank: a card is made from a blank that was handed out for it
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, A1), 'noy', 'keo', 'encoding', 3)
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, A2), 'mai', 'keo', 'encoding', 3)
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, C1), 'noy', 'keo', 'encoding', 3)
UPDATE stock_rule SET required = 1;
    INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo', 'encoding', 3)
UPDATE stock_rule SET required = 1;
    UPDATE stock_shift SET closed_by = 'keo', closed_at = 4, received = 0, lost = 0, issued = 0, rejected = 0,
    remaining = 0 WHERE number = 2;
    INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, A2), 'noy', 'keo', 'encoding', 3)

-- card_of_kept_blank: a blank that is missing or destroyed becomes no card
UPDATE stock_blank SET state = 'missing', holder = '' WHERE kdd = bytes(10, A3);
    UPDATE card SET state = 'live' WHERE id = 5

-- card_replaces_ordered: a card replaces another of the same citizen, as it was ordered
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at, replaces) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo',
    'encoding', 3, 4)
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at, replaces) VALUES (9, 'next', 6, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo',
    'encoding', 3, 3)
UPDATE replacement SET cancelled_at = 8 WHERE application = 'next';
    INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at, replaces) VALUES (9, 'next', 6, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo',
    'encoding', 3, 4)
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at, delivered_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo',
    'encoding', 3, 4)

-- card_replaces_fixed: what a card replaces does not change
UPDATE card SET replaces = 4 WHERE id = 1

-- card_allotment_fixed: what a card was allotted does not change
UPDATE card SET application = 'made' WHERE id = 1
UPDATE card SET citizen = 2 WHERE id = 1
UPDATE card SET document_number = 'LA0000009' WHERE id = 1
UPDATE card SET status_index = 9 WHERE id = 1
UPDATE card SET guid = bytes(16, 09) WHERE id = 1
UPDATE card SET kdd = bytes(10, 09) WHERE id = 1
UPDATE card SET operator = 'dao' WHERE id = 1
UPDATE card SET approved_by = 'dao' WHERE id = 1

-- card_no_delete: cards are never forgotten
DELETE FROM card WHERE id = 3

-- card_revoked_when_confirmed: a card is revoked once, when a second person has confirmed it
UPDATE card SET revoked_at = 9 WHERE id = 2
UPDATE card SET revoked_at = 5 WHERE id = 5
UPDATE card SET revoked_at = NULL WHERE id = 6
UPDATE card SET revoked_at = 6 WHERE id = 6

-- card_delivered_once: a card is handed over once, when the one before it is not valid any more
UPDATE card SET delivered_at = 9 WHERE id = 4
UPDATE card SET delivered_at = NULL WHERE id = 4
INSERT INTO card_act (application, card, act, person, at) VALUES ('working', 1, 'checked', 'dao', 4);
    UPDATE card SET delivered_at = 9 WHERE id = 1
INSERT INTO card_life (card, state, since) VALUES (3, 'spoilt', 5);
    UPDATE card SET delivered_at = 9 WHERE id = 3
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at, replaces) VALUES (9, 'next', 6, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo',
    'live', 7, 4);
    INSERT INTO card_act (application, card, act, person, at) VALUES ('next', 9, 'checked', 'dao', 8);
    UPDATE card SET delivered_at = 9 WHERE id = 9
INSERT INTO revocation (card, reason, reference, requested_by, requested_at) VALUES (3, 'lost', '', 'noy', 5);
    UPDATE revocation SET confirmed_by = 'keo', confirmed_at = 6 WHERE card = 3;
    UPDATE card SET revoked_at = 6 WHERE id = 3;
    UPDATE card SET delivered_at = 9 WHERE id = 3

-- card_delivered_good: a card is handed over that was found good and is not held back
UPDATE card SET delivered_at = 9 WHERE id = 2
UPDATE card SET delivered_at = 9 WHERE id = 7
INSERT INTO card_act (application, card, act, person, at) VALUES ('good', 3, 'check_failed', 'mai', 6);
    UPDATE card SET delivered_at = 9 WHERE id = 3

-- card_life_begins: a finished card is handed over, or kept as misprinted
INSERT INTO card_life (card, state, since) VALUES (3, 'suspended', 5)
INSERT INTO card_life (card, state, since) VALUES (3, 'returned', 5)
INSERT INTO card_life (card, state, since) VALUES (3, 'delivered', 5)
INSERT INTO card_life (card, state, since) VALUES (1, 'spoilt', 5)
UPDATE card SET delivered_at = 5 WHERE id = 3;
    INSERT INTO card_life (card, state, since) VALUES (3, 'spoilt', 5)

-- card_life_goes_on: this is not possible for a card in this state
UPDATE card_life SET state = 'spoilt' WHERE card = 4
UPDATE card_life SET state = 'returned' WHERE card = 8
UPDATE card_life SET state = 'returned', since = 4 WHERE card = 4
UPDATE card_life SET state = 'returned', card = 3 WHERE card = 4
UPDATE card_life SET state = 'returned' WHERE card = 6

-- card_life_held: a card that is held back is not handed over
UPDATE card_life SET state = 'delivered' WHERE card = 8

-- card_life_given_back_good: a card is given back that was found good
UPDATE card_life SET state = 'returned' WHERE card = 4;
    INSERT INTO card_act (application, card, act, person, at) VALUES ('given', 4, 'check_failed', 'mai', 6);
    UPDATE card_life SET state = 'delivered' WHERE card = 4

-- card_life_no_delete: cards are never forgotten
DELETE FROM card_life WHERE card = 4

-- card_hold_final: a hold is lifted once
UPDATE card_hold SET lifted_at = 9 WHERE card = 4
UPDATE card_hold SET card = 2 WHERE card = 7
UPDATE card_hold SET round = 2 WHERE card = 7
UPDATE card_hold SET held_by = 'noy' WHERE card = 7
UPDATE card_hold SET held_at = 9 WHERE card = 7

-- card_hold_no_delete: holds are never forgotten
DELETE FROM card_hold WHERE card = 7

-- card_key_proven_first: a certificate is made for a key that was proven
INSERT INTO card_key (hash, card, slot, certificate) VALUES (bytes(32, 09), 2, '9A', x'30')
INSERT INTO card_key (hash, card, slot, certificate_hash) VALUES (bytes(32, 09), 2, '9A', bytes(32, 09))
INSERT INTO card_key (hash, card, slot, serial_number, not_after) VALUES (bytes(32, 09), 2, '9A', x'09', 99)

-- card_key_fixed: a key that was proven does not change
UPDATE card_key SET hash = bytes(32, 09) WHERE slot = '9C'
UPDATE card_key SET card = 2 WHERE slot = '9C'
UPDATE card_key SET slot = '9D' WHERE slot = '9C'

-- card_key_tells_nobody: certificates are not kept, they name their holders
UPDATE card_key SET certificate = x'30' WHERE slot = '9C'

-- card_service_final: what was done to a card does not change
UPDATE card_service SET ended_at = 9 WHERE number = 1
UPDATE card_service SET card = 2 WHERE number = 2
UPDATE card_service SET number = 9 WHERE number = 2
UPDATE card_service SET kind = 'certificates' WHERE number = 2
UPDATE card_service SET ordered_by = 'dao' WHERE number = 2

-- card_service_turn: each beginning of a service is a turn of its own
UPDATE card_service SET state = 'begun', done_by = 'noy' WHERE number = 2
UPDATE card_service SET turn = 1 WHERE number = 2
UPDATE card_service SET turn = 3 WHERE number = 3

-- card_service_no_delete: what was done to a card does not change
DELETE FROM card_service WHERE number = 2

-- renewed_certificate_of_key: a certificate is renewed for a key that was proven
INSERT INTO renewed_certificate (card, number, slot, hash, serial_number, not_after)
    VALUES (4, 3, '9C', bytes(32, 09), x'09', 99)
INSERT INTO renewed_certificate (card, number, slot, hash, serial_number, not_after)
    VALUES (4, 3, '9D', bytes(32, 09), x'09', 99)
INSERT INTO renewed_certificate (card, number, slot, hash, serial_number, not_after)
    VALUES (4, 1, '9A', bytes(32, 09), x'09', 99)
UPDATE card_service SET state = 'begun', done_by = 'noy', turn = 1 WHERE number = 2;
    INSERT INTO renewed_certificate (card, number, slot, hash, serial_number, not_after)
    VALUES (4, 2, '9A', bytes(32, 09), x'09', 99)

-- renewed_certificate_traced: certificates are not kept, they name their holders
INSERT INTO renewed_certificate (card, number, slot, certificate, hash, serial_number, not_after)
    VALUES (4, 3, '9A', x'30', bytes(32, 09), x'09', 99)
INSERT INTO renewed_certificate (card, number, slot, serial_number, not_after) VALUES (4, 3, '9A', x'09', 99)
INSERT INTO renewed_certificate (card, number, slot, hash) VALUES (4, 3, '9A', bytes(32, 09))

-- renewed_certificate_fixed: what was certified does not change
UPDATE renewed_certificate SET superseded_at = NULL WHERE number = 1
UPDATE renewed_certificate SET card = 2 WHERE number = 3
UPDATE renewed_certificate SET number = 2 WHERE number = 3
UPDATE renewed_certificate SET slot = '9C' WHERE number = 3
UPDATE renewed_certificate SET certificate = x'30' WHERE number = 3
UPDATE renewed_certificate SET sealed = x'09' WHERE number = 3
UPDATE renewed_certificate SET hash = bytes(32, 09) WHERE number = 3
UPDATE renewed_certificate SET serial_number = x'09' WHERE number = 3
UPDATE renewed_certificate SET not_after = 98 WHERE number = 3

-- renewed_certificate_no_delete: certificates are never forgotten
DELETE FROM renewed_certificate WHERE number = 3

-- replacement_fixed: an order is cancelled, or stays
UPDATE replacement SET application = 'other' WHERE application = 'next'
UPDATE replacement SET card = 3 WHERE application = 'next'
UPDATE replacement SET reason = 'name' WHERE application = 'next'
UPDATE replacement SET ordered_by = 'dao' WHERE application = 'next'
UPDATE replacement SET ordered_at = 9 WHERE application = 'next'
UPDATE replacement SET application = 'other' WHERE application = 'never'

-- replacement_no_delete: orders are never forgotten
DELETE FROM replacement WHERE application = 'never'

-- lease_fixed: a lease only becomes longer
UPDATE lease SET application = 'made'
UPDATE lease SET owner = 'two'
UPDATE lease SET token = 2
UPDATE lease SET until = 99

-- lease_token_rises: tokens of leases only rise
UPDATE lease_token SET last = 0
UPDATE lease_token SET last = 1

-- document_number_rises: document numbers are never given twice
UPDATE document_number SET last = 7
UPDATE document_number SET last = 8

-- list_number_rises: numbers of lists only rise
UPDATE list_number SET last = 2
UPDATE list_number SET last = 3

-- unit_work_fixed: work on a card ends once
UPDATE unit_work SET ended_at = 9 WHERE card = 2
UPDATE unit_work SET card = 3 WHERE card = 1
UPDATE unit_work SET begun_at = 4 WHERE card = 1

-- unit_state_open: no unit begins before the outcome of the last is known
INSERT INTO unit_state (work, unit, intended_at, series) VALUES (1, 'files', 4, 'files')

-- revocation_of_made_card: only a card that was made can be revoked
INSERT INTO revocation (card, reason, reference, requested_by, requested_at) VALUES (1, 'lost', '', 'noy', 5)

-- revocation_final: a confirmed revocation does not change
UPDATE revocation SET reason = 'stolen' WHERE card = 6
UPDATE revocation SET card = 2 WHERE card = 5

-- revocation_no_delete: revocations are never forgotten
DELETE FROM revocation WHERE card = 6
