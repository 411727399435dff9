-- SPDX-License-Identifier: Apache-2.0
-- Blank cards: deliveries, moves and shifts.

-- stock_required
SELECT required FROM stock_rule;

-- stock_require
UPDATE stock_rule SET required = 1 WHERE required = 0;

-- stock_open_shift
SELECT number FROM stock_shift WHERE closed_at IS NULL;

-- stock_counts
SELECT state, count(*) FROM stock_now GROUP BY state;

-- stock_count_blocked
SELECT count(*) FROM stock_now JOIN stock_delivery ON number = delivery
WHERE blocked_by IS NOT NULL AND unblocked_by IS NULL AND state IN ('announced', 'vault', 'drawer', 'handed_out');

-- stock_delivery
SELECT digest, announced_by, coalesce(received_by, ''), (SELECT count(*) FROM stock_blank WHERE delivery = number),
       coalesce(blocked_by, ''), CASE WHEN blocked_by IS NOT NULL AND unblocked_by IS NULL THEN 1 ELSE 0 END
FROM stock_delivery WHERE number = :delivery;

-- stock_announce
INSERT INTO stock_delivery (number, digest, announced_by, announced_at) VALUES (:delivery, :digest, :person, :at);

-- stock_add_blank
INSERT INTO stock_blank (kdd, delivery, state, person, changed_at) VALUES (:kdd, :delivery, 'announced', :person, :at)
ON CONFLICT (kdd) DO NOTHING;

-- stock_receive
UPDATE stock_delivery SET received_by = :person, received_at = :at WHERE number = :delivery;

-- stock_into_vault
UPDATE stock_blank SET state = 'vault', person = :person, changed_at = :at WHERE delivery = :delivery;

-- stock_block
UPDATE stock_delivery SET blocked_by = :person, blocked_at = :at, unblocked_by = NULL
WHERE number = :delivery AND (blocked_by IS NULL OR unblocked_by IS NOT NULL);

-- stock_unblock
UPDATE stock_delivery SET unblocked_by = :person WHERE number = :delivery;

-- stock_blank
SELECT kdd, delivery, state, holder, document_number, changed_at FROM stock_now WHERE kdd = :kdd;

-- stock_blanks
SELECT kdd, delivery, state, holder, document_number, changed_at FROM stock_now ORDER BY kdd;

-- stock_lowest
SELECT kdd FROM stock_now WHERE state = :state AND (delivery = :delivery OR :delivery = '') ORDER BY kdd LIMIT :count;

-- stock_deliveries
SELECT number, (SELECT count(*) FROM stock_blank WHERE delivery = number), announced_by, coalesce(received_by, ''),
       CASE WHEN blocked_by IS NOT NULL AND unblocked_by IS NULL THEN 1 ELSE 0 END
FROM stock_delivery ORDER BY announced_at, number;

-- stock_bring
UPDATE stock_blank SET state = :state, holder = :holder, person = :person, changed_at = :at WHERE kdd = :kdd;

-- stock_drop_destruction
DELETE FROM stock_destruction WHERE kdd = :kdd AND confirmed_at IS NULL;

-- stock_request_destruction
INSERT INTO stock_destruction (kdd, requested_by, requested_at) VALUES (:kdd, :person, :at);

-- stock_destruction
SELECT requested_by FROM stock_destruction WHERE kdd = :kdd AND confirmed_at IS NULL;

-- stock_confirm_destruction
UPDATE stock_destruction SET confirmed_by = :person, confirmed_at = :at WHERE kdd = :kdd;

-- stock_usable
SELECT rule.required, (SELECT count(*) FROM stock_shift WHERE closed_at IS NULL), blank.state, blank.holder,
       blank.person, CASE WHEN delivery.blocked_by IS NOT NULL AND delivery.unblocked_by IS NULL THEN 1 ELSE 0 END
FROM stock_rule AS rule LEFT JOIN stock_blank AS blank ON blank.kdd = :kdd
LEFT JOIN stock_delivery AS delivery ON delivery.number = blank.delivery;

-- stock_in_work
SELECT count(*) FROM card JOIN stock_blank ON stock_blank.kdd = card.kdd WHERE card.state = 'encoding';

-- stock_outside
SELECT count(*) FROM stock_now WHERE state IN ('drawer', 'handed_out');

-- stock_next_shift
SELECT coalesce(max(number), 0) + 1 FROM stock_shift;

-- stock_open
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card)
VALUES (:number, :person, :at, :opening, (SELECT coalesce(max(id), 0) FROM stock_movement),
        (SELECT coalesce(max(id), 0) FROM card));

-- stock_current_shift
WITH shift AS (SELECT * FROM stock_shift WHERE closed_at IS NULL),
     moved AS (SELECT coalesce(sum(CASE WHEN origin = 'vault' AND target = 'drawer' THEN 1
                                        WHEN origin = 'drawer' AND target = 'vault' THEN -1 ELSE 0 END), 0) AS received,
                      coalesce(sum(CASE WHEN used = 0 AND origin IN ('drawer', 'handed_out')
                                             AND target IN ('missing', 'destroyed') THEN 1 ELSE 0 END), 0) AS lost
               FROM stock_movement WHERE id > (SELECT first_movement FROM shift)),
     made AS (SELECT coalesce(sum(CASE WHEN card.state = 'live' THEN 1 ELSE 0 END), 0) AS issued,
                     coalesce(sum(CASE WHEN card.state = 'quarantined' THEN 1 ELSE 0 END), 0) AS rejected
              FROM card JOIN stock_blank ON stock_blank.kdd = card.kdd WHERE card.id > (SELECT first_card FROM shift))
SELECT shift.number, opened_by, opened_at, opening, moved.received, moved.lost, made.issued, made.rejected,
       opening + moved.received - moved.lost - made.issued - made.rejected, '', NULL
FROM shift, moved, made;

-- stock_close
UPDATE stock_shift SET closed_by = :person, closed_at = :at, received = :received, lost = :lost, issued = :issued,
                       rejected = :rejected, remaining = :remaining
WHERE number = :number;

-- stock_closed_shifts
SELECT number, opened_by, opened_at, opening, received, lost, issued, rejected, remaining, closed_by, closed_at
FROM stock_shift WHERE closed_at IS NOT NULL ORDER BY number;

-- stock_movements
SELECT id, kdd, target, holder, person, at FROM stock_movement WHERE id > :after ORDER BY id LIMIT 2000;

-- stock_not_where_moved
SELECT kdd FROM stock_blank
WHERE state <> coalesce((SELECT target FROM stock_movement WHERE stock_movement.kdd = stock_blank.kdd
                         ORDER BY id DESC LIMIT 1), 'announced')
   OR holder <> coalesce((SELECT holder FROM stock_movement WHERE stock_movement.kdd = stock_blank.kdd
                          ORDER BY id DESC LIMIT 1), '')
UNION
SELECT kdd FROM stock_movement
WHERE origin <> coalesce((SELECT before.target FROM stock_movement AS before
                          WHERE before.kdd = stock_movement.kdd AND before.id < stock_movement.id
                          ORDER BY before.id DESC LIMIT 1), 'announced')
LIMIT 100;
