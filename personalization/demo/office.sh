# SPDX-License-Identifier: Apache-2.0
# Functions of the demonstrations, for bash inside tests/support/sandbox.sh: an office and its cards in the current
# folder. records/ holds the sample citizens, cards/NAME.{img,can,pin,puk} what was issued to them.
demo=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export CARD_IMAGES=$PWD/cards # where `insert NAME` looks

# Digits from the system's generator. They reach programs through descriptors, files and the environment, never as
# arguments.
open_office() {
    [ -e hsm-pin ] || (umask 077 && od -An -N8 -tu8 /dev/urandom | tr -d ' ' | cut -c1-8 > hsm-pin)
}

station() {
    open_office
    idcard-station --office office "$@" 3< hsm-pin
}

prepare_office() {
    "$demo/citizens.sh" records
    mkdir -p cards
    mkdir -m 700 letters
    station init --dev --operator somphone --approver khamla --hsm-pin-fd 3
}

citizens() { # their names, in order
    local record
    for record in records/*.json; do
        record=${record#records/??-}
        echo "${record%.json}"
    done
}

# The letter's lines as files beside the card's image; a child's letter has no PIN.
keep_letter() { # NAME
    local secret
    for secret in CAN PIN PUK; do
        (umask 077 && sed -n "s/^$secret: //p" letters/*.txt > "cards/$1.${secret,,}")
    done
    mkdir -p letters/handed-out
    mv letters/*.txt letters/handed-out
}

next_serial() {
    find cards -name '*.img' | wc -l | awk '{ print $1 + 1 }'
}

issue() { # NAME: one citizen's card, from record to finished card; the reader is empty afterwards
    local record=(records/??-"$1".json)
    station import --as somphone --hsm-pin-fd 3 "${record[0]}"
    station approve --as khamla "$(sed -n 's/.*"application": "\(.*\)".*/\1/p' "${record[0]}")"
    idcard-refcard blank --image "cards/$1.img" --serial "$(printf %08X "$(next_serial)")"
    insert "$1"
    station run --as somphone --letters letters --once --hsm-pin-fd 3
    eject
    keep_letter "$1"
}
