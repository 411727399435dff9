# SPDX-License-Identifier: Apache-2.0
# Read by the scripts of a counter beside it, in the sandbox with an issued card: expect.sh, a fresh copy of that card
# in card.img, and its secrets in the files can, pin and puk, each with a wrong one beside it.
. "$(dirname "$0")/expect.sh"
unset LC_ALL LC_MESSAGES LANG
mkdir "$CARD_SANDBOX/counter" && cd "$CARD_SANDBOX/counter" || exit 1
cp "$CARD_ISSUED/card.image" card.img
trust=$CARD_ISSUED/office/trust

# wrong DIGITS: others of the same length
wrong() { printf '%s\n' "$1" | tr 0123456789 1234567890; }

for name in CAN PIN PUK; do
    value=$(sed -n "s/^$name: //p" "$CARD_ISSUED"/letters/*)
    [ -n "$value" ] || { echo "no $name in the letter" >&2; exit 1; }
    file=$(printf %s "$name" | tr A-Z a-z)
    echo "$value" > "$file"
    wrong "$value" > "wrong-$file"
done

# follows SCHEMA: what was printed is a document of that schema
follows() { check_json "$1" < "$folder/out" || fail "breaks its schema"; }
# error CODE IDENTIFIER: an error in three parts, in English as text
error() {
    exits "$1"
    complains "$2"
    complains "What to do:"
    complains "For the helpdesk:"
}
# in_lao CODE IDENTIFIER COMMAND...: the same as a document, in Lao
in_lao() {
    code_wanted=$1 identifier=$2
    shift 2
    run "$@" --json --lang lo
    exits "$code_wanted"
    says "\"$identifier\""
    grep -q '[ກ-ໝ]' "$folder/out" || fail "no Lao"
    follows error-1
}
