-- SPDX-License-Identifier: Apache-2.0
-- Whose turn a service is: it rises with every beginning, and who began before writes nothing more.

ALTER TABLE card_service ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER card_service_turn BEFORE UPDATE ON card_service
WHEN NEW.turn <> OLD.turn + (NEW.state = 'begun')
BEGIN SELECT raise(ABORT, 'each beginning of a service is a turn of its own'); END;
