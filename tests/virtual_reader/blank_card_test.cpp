// SPDX-License-Identifier: Apache-2.0
#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/iso7816/select.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/pcsc/card_connection.hpp"
#include "card/pcsc/reader.hpp"

#include <doctest/doctest.h>

using namespace card;

TEST_CASE("virtual reader: a blank reference card answers to reset and to SELECT")
{
    pcsc::Context context;
    const pcsc::Reader reader = pcsc::choose_reader(pcsc::list_readers(context), "");
    CHECK(reader.has_card());
    CHECK(to_hex(reader.atr) == "3b95168131fe458073f621e04c");

    pcsc::CardConnection card{context, reader.name};
    iso7816::PlainChannel channel{card};
    CHECK(channel.transmit(iso7816::select_master_file()).sw() == iso7816::sw::ok);

    const iso7816::Aid nobody{from_hex("F0 00 00 00 00 01")};
    CHECK(channel.transmit(iso7816::select_application(nobody)).sw() == iso7816::sw::file_not_found);
}
