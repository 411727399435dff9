-- SPDX-License-Identifier: Apache-2.0
-- A key is proven before it is certified.

CREATE TRIGGER card_key_proven_first BEFORE INSERT ON card_key WHEN NEW.certificate IS NOT NULL
BEGIN SELECT raise(ABORT, 'a certificate is made for a key that was proven'); END;

CREATE TRIGGER card_key_fixed BEFORE UPDATE OF hash, card, slot ON card_key
BEGIN SELECT raise(ABORT, 'a key that was proven does not change'); END;
