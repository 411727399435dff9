-- SPDX-License-Identifier: Apache-2.0
-- A find also concerns an earlier key: that one gets no other certificate.

ALTER TABLE radar_find ADD COLUMN other_print BYTEA;
CREATE INDEX radar_find_on ON radar_find (other_print);
