-- SPDX-License-Identifier: Apache-2.0
-- A check that fails voids those before it: what is handed over was found good the last time that somebody looked.

DROP TRIGGER act_no_insert;
INSERT INTO act (name, begins_with) VALUES ('check_failed', 'imported');
CREATE TRIGGER act_no_insert BEFORE INSERT ON act
BEGIN SELECT raise(ABORT, 'the acts and what they exclude do not change'); END;

-- Cards in the office that failed before there was this act. One that was found good in the same second is read again.
INSERT INTO card_act (application, card, act, person, at)
SELECT card.application, card.id, 'check_failed', held_by, held_at
FROM card_hold JOIN card ON card.id = card_hold.card
WHERE card_hold.reference = 'check' AND card.state = 'live' AND card.delivered_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM card_act AS later WHERE later.application = card.application AND later.card = card.id
                  AND later.act = 'checked' AND later.at > held_at)
ORDER BY card.id, round;

DROP TRIGGER card_delivered_good;
CREATE TRIGGER card_delivered_good BEFORE UPDATE OF delivered_at ON card
WHEN coalesce((SELECT act FROM card_act WHERE application = NEW.application AND card = NEW.id
               AND act IN ('checked', 'check_failed') ORDER BY id DESC LIMIT 1), '') <> 'checked'
  OR EXISTS (SELECT 1 FROM card_hold WHERE card = NEW.id AND lifted_at IS NULL)
BEGIN SELECT raise(ABORT, 'a card is handed over that was found good and is not held back'); END;

CREATE TRIGGER card_life_given_back_good BEFORE UPDATE ON card_life
WHEN OLD.state = 'returned' AND NEW.state = 'delivered'
 AND coalesce((SELECT act FROM card_act JOIN card ON card.id = NEW.card
               WHERE card_act.application = card.application AND card_act.card = NEW.card
                 AND act IN ('checked', 'check_failed') ORDER BY card_act.id DESC LIMIT 1), '') <> 'checked'
BEGIN SELECT raise(ABORT, 'a card is given back that was found good'); END;
