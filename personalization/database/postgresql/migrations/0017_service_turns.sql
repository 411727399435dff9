-- SPDX-License-Identifier: Apache-2.0
-- Whose turn a service is: it rises with every beginning, and who began before writes nothing more.

ALTER TABLE card_service ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;

CREATE TRIGGER card_service_turn BEFORE UPDATE ON card_service FOR EACH ROW
WHEN (NEW.turn <> OLD.turn + CASE WHEN NEW.state = 'begun' THEN 1 ELSE 0 END)
EXECUTE FUNCTION refuse('each beginning of a service is a turn of its own');
