// SPDX-License-Identifier: Apache-2.0
// Cards of every make, verified as a counter does it.
#include "whole_card.hpp"

#include "card/lds/dg16.hpp"
#include "card/lds/dg7.hpp"

#include "piv_keys.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::Making;
using test::Visit;
using test::WholeCard;
using trust::CheckId;
using trust::Overall;
using trust::State;

namespace {

namespace piv = refcard::piv;

std::size_t apdus(const session::Verification& seen, std::string_view step)
{
    std::size_t count = 0;
    for (const iso7816::StepCost& cost : seen.costs)
        if (cost.step == step)
            count += cost.apdus;
    return count;
}

/// As a reader of the printed lines would take it.
auth::Mrz password_of(const lds::Mrz& mrz)
{
    const std::string information = lds::mrz_information(mrz);
    return auth::Mrz{information.substr(0, 10), information.substr(10, 7), information.substr(17, 7)};
}

constexpr std::array done_on_every_card{CheckId::access_protocol, CheckId::sod_signature, CheckId::chain,
    CheckId::group_hash, CheckId::chip_genuine, CheckId::access_parameters, CheckId::binding,
    CheckId::document_validity};

void check_genuine(const session::Verification& seen)
{
    CHECK(trust::name(seen.verdict.overall) == "genuine");
    for (const CheckId id : done_on_every_card) {
        CAPTURE(std::string{trust::name(id)});
        CHECK(seen.verdict.state(id) == State::passed);
    }
}

} // namespace

TEST_CASE("visit: chip authentication mapping proves the chip, and there is no Chip Authentication")
{
    WholeCard card;
    const session::Verification seen = test::verify(card);
    check_genuine(seen);
    CHECK(seen.evidence.mapping.has_value());
    CHECK(seen.evidence.card_security.was_read());
    CHECK(seen.evidence.chip.result == trust::ChipProof::Result::not_tried);
    CHECK(apdus(seen, "chip_proof") == 0);
    CHECK(apdus(seen, "EF.CardSecurity") == 1);
}

TEST_CASE("visit: a card with generic mapping alone proves itself by Chip Authentication")
{
    WholeCard card{{.mappings = {"GM"}}};
    const session::Verification seen = test::verify(card);
    check_genuine(seen);
    CHECK(!seen.evidence.mapping);
    CHECK(seen.evidence.card_security.status == trust::FileReading::Status::not_tried);
    CHECK(seen.evidence.chip.result == trust::ChipProof::Result::passed);
    CHECK(apdus(seen, "chip_proof") == 2);
}

TEST_CASE("visit: curves and key lengths of PACE, with both mappings")
{
    for (const unsigned parameter_id : {12U, 13U, 15U}) {
        for (const unsigned key_bits : {128U, 192U, 256U}) {
            for (const char* mapping : {"CAM", "GM"}) {
                CAPTURE(parameter_id);
                CAPTURE(key_bits);
                CAPTURE(std::string{mapping});
                WholeCard card{{.mappings = {mapping},
                    .parameter_id = parameter_id,
                    .pace_key_bits = key_bits,
                    .chip_key_bits = key_bits}};
                check_genuine(test::verify(card));
            }
        }
    }
}

TEST_CASE("visit: the MRZ opens the card as well as the CAN")
{
    WholeCard card;
    Visit visit{card};
    const auth::Mrz mrz = password_of(card.content().mrz);
    visit.request.password = &mrz;
    const session::Verification seen = visit.of(card);
    check_genuine(seen);
    CHECK(seen.evidence.access == trust::AccessProtocol::pace_mrz);
    CHECK(seen.evidence.mrz_digest == to_bytes(mrz.secret()));
}

TEST_CASE("visit: a card that the MRZ of another card opens is refused")
{
    lds::Mrz another = test::specimen_mrz();
    another.document_number = "L87654321";
    const auth::Mrz other = password_of(another);
    WholeCard card{
        {.edit_image = [&](refcard::Image& image) { image.mrz_key = refcard::copy(other.secret().view()); }}};
    Visit visit{card};
    visit.request.password = &other;
    const session::Verification seen = visit.of(card);
    CHECK(seen.verdict.overall == Overall::not_genuine);
    CHECK(seen.verdict.decisive->id == CheckId::access_protocol);
    CHECK(seen.verdict.decisive->reason == Errc::mrz_differs);
}

TEST_CASE("visit: signature picture and persons to notify are read, hashed and shown")
{
    const lds::Dg7 dg7{{Bytes(3000, 0xD8)}};
    const lds::Dg16 dg16{
        {{.recorded = parse_date("20261122"), .name = "ພົມມະວົງ<<ບຸນມີ", .telephone = "+8562055550000", .address = {}}}};
    WholeCard card{{.more_groups = {{7, lds::encode(dg7)}, {16, lds::encode(dg16)}}}};
    const session::Verification seen = test::verify(card);
    check_genuine(seen);
    CHECK(seen.holder.dg7 == dg7);
    CHECK(seen.holder.dg16 == dg16);
    CHECK(apdus(seen, "DG7") == 1);
}

TEST_CASE("visit: the binding by 9E with every algorithm")
{
    for (const std::uint8_t algorithm : {piv::p256, piv::p384, piv::rsa_2048, piv::rsa_3072}) {
        CAPTURE(algorithm);
        for (const refcard::Buffers buffers : {refcard::Buffers{2048, 32'768}, refcard::Buffers{256, 256}}) {
            WholeCard card{{.slots = {{0x9E, algorithm}}, .buffers = buffers}};
            check_genuine(test::verify(card));
        }
    }
}

TEST_CASE("visit: the binding required, left out, or without a key that could prove it")
{
    WholeCard card;
    Visit visit{card};
    visit.request.binding = session::BindingCheck::required;
    check_genuine(visit.of(card));

    card.reset();
    visit.request.binding = session::BindingCheck::left_out;
    const session::Verification left_out = visit.of(card);
    CHECK(left_out.verdict.overall == Overall::genuine);
    CHECK(left_out.verdict.state(CheckId::binding) == State::not_done);
    CHECK(apdus(left_out, "binding") == 0);

    WholeCard only_9a{{.slots = {{0x9A, 0x11}}}};
    Visit at_only_9a{only_9a};
    CHECK(at_only_9a.of(only_9a).verdict.overall == Overall::genuine);
    only_9a.reset();
    at_only_9a.request.binding = session::BindingCheck::required;
    CHECK(at_only_9a.of(only_9a).verdict.overall == Overall::undetermined);

    WholeCard none{{.slots = {}}}; // as for children under six
    Visit at_none{none};
    at_none.request.binding = session::BindingCheck::required;
    const session::Verification nothing_to_bind = at_none.of(none);
    CHECK(nothing_to_bind.verdict.overall == Overall::genuine);
    CHECK(nothing_to_bind.verdict.state(CheckId::binding) == State::not_applicable);
}

TEST_CASE("visit: contactless, everything inside PACE")
{
    WholeCard card{{.interface = refcard::Interface::contactless}};
    const SecureBytes pin{as_bytes(WholeCard::pin)};
    Visit visit{card};
    visit.request.pin = &pin;
    const session::Verification seen = visit.of(card);
    check_genuine(seen);
    CHECK(seen.verdict.state(CheckId::holder) == State::passed);
}
