# SPDX-License-Identifier: Apache-2.0
# What the shell at the end of `./run demo --stay` offers; bash reads this file there, in the folder of the demo.
. "$(dirname "${BASH_SOURCE[0]}")/../../tests/support/sandbox_card.sh"
. "$(dirname "${BASH_SOURCE[0]}")/office.sh"

# Verifies the card in the reader with the number that is printed on it.
verify() {
    local image
    image=$(cat "$CARD_SANDBOX/refcard.image") &&
        idcard verify --trust office/trust --can-file "${image%.img}.can" "$@"
}

# What is in cards/.
cards() {
    (cd cards && printf '%s\n' *.img) | sed 's/\.img$//' | paste -sd' '
}

PS1='idcard> '
trap 'eject 2>/dev/null' EXIT
cat <<TEXT

A shell beside the virtual reader. Cards: $(cards)

  insert NAME     puts that card into the reader (the beginning of its name is enough)
  eject           takes it out
  fault tear      puts it in again so that it breaks off in the middle; also fault mute@5
  verify          verifies it with the number printed on it; options as of idcard verify
  exit            ends the shell; reader and service end with it

Five things to try:
  1. insert child; verify                     a child's card: no PIN, and for the youngest no keys at all
  2. insert adult; verify --lang lo --pki     in Lao, with the proof that both applications live in one chip
  3. fault tear; verify                       what a counter sees when a card is pulled
  4. insert clone; verify                     a copy: every byte is right, and it is found out
  5. insert adult; idcard pin change          the PIN stands in cards/adult.pin
TEXT
