-- SPDX-License-Identifier: Apache-2.0
-- Who did what for a card, and the office's people.

-- people_excluding_act
SELECT card_act.act FROM card_act
JOIN act_exclusion ON act_exclusion.one = card_act.act AND act_exclusion.other = :act
WHERE card_act.application = :application AND card_act.person = :person
  AND (SELECT begins_with FROM act WHERE name = :act) <> :act
  AND (card_act.card IS NULL OR coalesce(:card, card_act.card) = card_act.card)
  AND card_act.id >= (SELECT coalesce(max(opening.id), 0) FROM card_act AS opening
                      JOIN act ON act.begins_with = opening.act AND act.name = :act
                      WHERE opening.application = :application
                        AND (opening.card IS NULL OR coalesce(:card, opening.card) = opening.card))
LIMIT 1;

-- people_add_act
INSERT INTO card_act (application, card, act, person, at) VALUES (:application, :card, :act, :person, :at);

-- people_acts
SELECT card_act.act, card_act.person, card_act.card, card_act.at FROM card_act
JOIN act ON act.name = card_act.act
WHERE card_act.application = :application
  AND (card_act.card IS NULL OR coalesce(:card, card_act.card) = card_act.card)
  AND card_act.id >= (SELECT coalesce(max(opening.id), 0) FROM card_act AS opening
                      WHERE opening.act = act.begins_with AND opening.application = :application
                        AND (opening.card IS NULL OR coalesce(:card, opening.card) = opening.card))
ORDER BY card_act.id;

-- people_exclusions
SELECT one, other FROM act_exclusion ORDER BY one, other;

-- people_act_names
SELECT name, begins_with FROM act ORDER BY name;
