-- SPDX-License-Identifier: Apache-2.0
-- A card is handed over that somebody found good, and one that is held back is not: neither in the office after a check
-- that failed, nor when it comes back to its holder.

CREATE TRIGGER card_delivered_good BEFORE UPDATE OF delivered_at ON card
WHEN NOT EXISTS (SELECT 1 FROM card_act WHERE card = NEW.id AND act = 'checked')
  OR EXISTS (SELECT 1 FROM card_hold WHERE card = NEW.id AND lifted_at IS NULL)
BEGIN SELECT raise(ABORT, 'a card is handed over that was found good and is not held back'); END;

CREATE TRIGGER card_life_held BEFORE UPDATE ON card_life
WHEN NEW.state = 'delivered' AND EXISTS (SELECT 1 FROM card_hold WHERE card = NEW.card AND lifted_at IS NULL)
BEGIN SELECT raise(ABORT, 'a card that is held back is not handed over'); END;
