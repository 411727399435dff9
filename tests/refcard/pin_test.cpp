// SPDX-License-Identifier: Apache-2.0
#include "pki_card.hpp"

#include "tlv.hpp"

using namespace refcard_test;

TEST_CASE("[PKI-4] VERIFY")
{
    PkiCard card;
    CHECK(card.send("00200080").sw == tries_left(3));
    CHECK(card.send(right_pin).sw == Sw::ok);
    CHECK(card.send("00200080").sw == Sw::ok);
    CHECK(card.send("0020FF80").sw == Sw::ok);
    CHECK(card.send("00200080").sw == tries_left(3));
    CHECK(card.send("0020FF80 08 313233343536FFFF").sw == Sw::wrong_length);
    CHECK(card.send("00200081 08 313233343536FFFF").sw == Sw::reference_not_found);
    CHECK(card.send("0020FF81").sw == Sw::reference_not_found);
    CHECK(card.send("00200081").sw == tries_left(5));
    CHECK(card.send("00200000 08 313233343536FFFF").sw == Sw::reference_not_found);
    CHECK(card.send("00200081").sw == tries_left(5));
    CHECK(card.send("0020FF81").sw == Sw::reference_not_found);
    CHECK(card.send("00200082").sw == Sw::reference_not_found);
    CHECK(card.send(wrong_pin).sw == tries_left(2));
    CHECK(card.send(right_pin).sw == Sw::ok);
    CHECK(card.image().pin->tries == 3);
    for (unsigned left = 3; left-- > 0;)
        CHECK(card.send(wrong_pin).sw == tries_left(left));
    CHECK(card.send(right_pin).sw == Sw::blocked);
    CHECK(card.send("00200080").sw == tries_left(0));
}

TEST_CASE("[PKI-5] a wrong form spends no try")
{
    PkiCard card;
    for (const char* form : {"00200080 06 313233343536", "00200080 08 3132333435FFFFFF", "00200080 08 313233343536FF37",
             "00200080 08 31323334353641FF", "00200080 08 3132333435360000", "00200080 09 313233343536FFFFFF",
             "00240080 0F 313233343536FFFF 313233343536FF", "00240080 10 313233343536FFFF 31323334FFFFFFFF",
             "00240081 10 3132333435363738 313233343536FFFF", "002C0080 10 31323334353637FF 313233343536FFFF"})
        CHECK_MESSAGE(card.send(form).sw == Sw::wrong_data, form);
    CHECK(card.image().pin->tries == 3);
    CHECK(card.image().puk->tries == 5);
}

TEST_CASE("[PKI-6] a try is spent before the comparison")
{
    PkiCard card;
    card.fail_writes();
    CHECK(card.send(right_pin).sw == Sw::memory_failure);
    CHECK(card.send("00200080").sw == tries_left(3));
}

TEST_CASE("[PKI-7] changing PIN and PUK, unblocking")
{
    PkiCard card;
    CHECK(card.send("00240080 10 393939393939FFFF 3837363534333231").sw == tries_left(2));
    CHECK(card.send("00240080 10 313233343536FFFF 3837363534333231").sw == Sw::ok);
    CHECK(card.send("00200080").sw == Sw::ok);
    CHECK(card.image().pin->tries == 3);
    CHECK(card.send("00240081 10 3132333435363738 3837363534333231").sw == Sw::ok);
    CHECK(card.send("00240081 10 3132333435363738 3837363534333231").sw == tries_left(4));
    CHECK(card.send("00240082 10 3132333435363738 3837363534333231").sw == Sw::reference_not_found);
    CHECK(card.send("00240180 10 3132333435363738 3837363534333231").sw == Sw::wrong_parameters);
    for (unsigned i = 0; i < 3; ++i)
        card.send(wrong_pin);
    CHECK(card.send("002C0080 10 3132333435363738 313233343536FFFF").sw == tries_left(3));
    CHECK(card.send("002C0080 10 3837363534333231 313233343536FFFF").sw == Sw::ok);
    CHECK(card.send("00200080").sw == tries_left(3));
    CHECK(card.send(right_pin).sw == Sw::ok);
    CHECK(card.send("002C0081 10 3837363534333231 313233343536FFFF").sw == Sw::reference_not_found);
    for (unsigned i = 0; i < 5; ++i)
        card.send("002C0080 10 3132333435363738 313233343536FFFF");
    CHECK(card.send("002C0080 10 3837363534333231 313233343536FFFF").sw == Sw::blocked);
    CHECK(card.send("00240081 10 3837363534333231 3132333435363738").sw == Sw::blocked);
}

TEST_CASE("[PKI-8] the issuer sets PIN and PUK")
{
    PkiCard card;
    for (unsigned i = 0; i < 3; ++i)
        card.send(wrong_pin);
    CHECK(card.send("8024FF80 08 373737373737FFFF").sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0x24, 0xFF80, hex("373737373737FFFF")).sw == Sw::ok);
    CHECK(host.send(0x24, 0xFF81, hex("3636363636363636")).sw == Sw::ok);
    CHECK(host.send(0x24, 0xFF81, hex("36363636363636FF")).sw == Sw::wrong_data);
    CHECK(host.send(0x24, 0xFF82, hex("3636363636363636")).sw == Sw::reference_not_found);
    CHECK(card.send("00200080 08 373737373737FFFF").sw == Sw::ok);
    CHECK(card.send("002C0080 10 3636363636363636 313233343536FFFF").sw == Sw::ok);
}

TEST_CASE("[PKI-9] how long the PIN stays verified")
{
    PkiCard card;
    const auto verified = [&] { return card.send("00200080").sw == Sw::ok; };
    card.send(right_pin);
    card.send(select_pki_template);
    CHECK(verified());
    card.send("00A4040C 05 A000000999"); // not found: the selection stays
    CHECK(verified());
    card.send(wrong_pin);
    CHECK_FALSE(verified());
    for (const char* other : {"00A4000C 02 3F00", "00A4040C 07 A0000002471001", "00A4040C 08 A000000151000000"}) {
        card.send(right_pin);
        CHECK(verified());
        card.send(other);
        card.send(select_pki_template);
        CHECK_FALSE(verified());
    }
    card.send(right_pin);
    card.reset();
    card.send(select_pki_template);
    CHECK_FALSE(verified());
}

TEST_CASE("[PKI-14] the issuer takes PIN and PUK away")
{
    PkiCard card;
    card.change([](Image& image) { image.piv_keys[0x9A] = {.algorithm = 0x11, .secret = Bytes(32, 7)}; });
    CHECK(card.send(right_pin).sw == Sw::ok);
    CHECK(card.send("8024FF80").sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0x24, 0xFF82).sw == Sw::reference_not_found);
    CHECK(host.send(0x24, 0xFF80).sw == Sw::ok);
    CHECK(host.send(0x24, 0xFF80).sw == Sw::ok); // gone is gone
    CHECK(host.send(0x24, 0xFF81).sw == Sw::ok);

    for (const char* gone : {"00200080", "0020FF80", "00200081", "00200080 08 313233343536FFFF",
             "00240080 10 313233343536FFFF 313233343536FFFF", "00240081 10 3132333435363738 3132333435363738",
             "002C0080 10 3132333435363738 313233343536FFFF"})
        CHECK_MESSAGE(card.send(gone).sw == Sw::reference_not_found, gone);
    const Bytes challenge = tlv::make(0x7C, {hex("8200"), tlv::make(0x81, Bytes(32, 1))});
    CHECK(card.use(0x119A, challenge).sw == Sw::security_status);

    // until the card is handed out the issuer may think better of it
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0x24, 0xFF81, hex("3132333435363738")).sw == Sw::ok);
    CHECK(card.send("002C0080 10 3132333435363738 313233343536FFFF").sw == Sw::reference_not_found);

    card.secure();
    Host issuer{card, issuer_keys()};
    REQUIRE(issuer.open() == Sw::ok);
    CHECK(issuer.send(0x24, 0xFF80, hex("373737373737FFFF")).sw == Sw::reference_not_found);
    CHECK(issuer.send(0x24, 0xFF80).sw == Sw::conditions);
    CHECK(issuer.send(0x24, 0xFF81).sw == Sw::conditions);
    CHECK_FALSE(card.image().pin.has_value());
    CHECK(card.image().puk.has_value());
}
