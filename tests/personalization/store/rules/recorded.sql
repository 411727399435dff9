-- SPDX-License-Identifier: Apache-2.0
-- What triggers write down by themselves: the name of a trigger and what is found once after the lines below it, and
-- not without the trigger.

-- job_imported: card_act WHERE application = 'new' AND act = 'imported' AND person = 'dao' AND at = 7
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, changed_at)
    VALUES ('new', 4, '', x'', x'', 'imported', 'dao', 7, 7)

-- job_imported_again: card_act WHERE application = 'refused' AND act = 'imported' AND person = 'dao' AND at = 7
UPDATE job SET state = 'imported', imported_by = 'dao', imported_at = 7, approved_by = NULL
    WHERE application = 'refused'

-- job_approved: card_act WHERE application = 'new' AND act = 'approved' AND person = 'keo' AND at = 8
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, changed_at)
    VALUES ('new', 4, '', x'', x'', 'imported', 'dao', 7, 7);
    UPDATE job SET state = 'approved', approved_by = 'keo', approved_at = 8 WHERE application = 'new'

-- card_encoded: card_act WHERE application = 'released' AND card = 9 AND act = 'encoded' AND person = 'noy' AND at = 3
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, A2), 'noy', 'keo', 'encoding', 3)

-- card_ordered: card_act WHERE application = 'next' AND card = 9 AND act = 'replacement_ordered' AND person = 'noy'
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at, replaces) VALUES (9, 'next', 6, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo',
    'encoding', 7, 4)

-- revocation_requested: card_act WHERE card = 3 AND act = 'revocation_requested' AND person = 'dao' AND at = 7
INSERT INTO revocation (card, reason, reference, requested_by, requested_at) VALUES (3, 'lost', '', 'dao', 7)

-- revocation_requested_again: card_act WHERE card = 5 AND act = 'revocation_requested' AND person = 'dao' AND at = 7
UPDATE revocation SET requested_by = 'dao', requested_at = 7 WHERE card = 5

-- revocation_confirmed: card_act WHERE card = 5 AND act = 'revocation_confirmed' AND person = 'keo' AND at = 8
UPDATE revocation SET confirmed_by = 'keo', confirmed_at = 8 WHERE card = 5

-- stock_blank_moved: stock_movement WHERE origin = 'vault' AND target = 'missing' AND used = 0 AND at = 9
UPDATE stock_blank SET state = 'missing', person = 'mai', changed_at = 9 WHERE kdd = bytes(10, A1)
