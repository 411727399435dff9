-- SPDX-License-Identifier: Apache-2.0
-- A key is proven before it is certified.

CREATE TRIGGER card_key_proven_first BEFORE INSERT ON card_key FOR EACH ROW
WHEN (NEW.certificate IS NOT NULL)
EXECUTE FUNCTION refuse('a certificate is made for a key that was proven');

CREATE TRIGGER card_key_fixed BEFORE UPDATE OF hash, card, slot ON card_key FOR EACH ROW
EXECUTE FUNCTION refuse('a key that was proven does not change');
