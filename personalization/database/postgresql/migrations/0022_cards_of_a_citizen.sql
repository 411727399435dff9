-- SPDX-License-Identifier: Apache-2.0
-- All cards of a citizen, whatever became of them, are found without reading those of all others.

CREATE INDEX card_of_citizen ON card (citizen);
