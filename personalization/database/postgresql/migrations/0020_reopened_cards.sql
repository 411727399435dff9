-- SPDX-License-Identifier: Apache-2.0
-- A card that lies aside is listed as long as it does, and released when it is gone on with.

ALTER TABLE card ADD COLUMN reopened_at BIGINT;   -- the last time
CREATE INDEX card_reopened ON card (status_index) WHERE reopened_at IS NOT NULL;
CREATE INDEX card_aside ON card (status_index) WHERE state = 'quarantined' AND revoked_at IS NULL;
