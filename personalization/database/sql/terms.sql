-- SPDX-License-Identifier: Apache-2.0
-- Until when a card is good.

-- term_add
INSERT INTO card_term (card, type, last_day) VALUES (:card, :type, :last_day);

-- term_of_card
SELECT type, last_day FROM card_term WHERE card = :card;

-- term_slots_of_card
SELECT slot FROM card_key WHERE card = :card AND slot LIKE '9%';
