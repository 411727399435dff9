// SPDX-License-Identifier: Apache-2.0
// Data groups altered, taken away, put in, exchanged: one breed for each group.
#include "specimen.hpp"

namespace zoo {

namespace {

using test::Status;

template <unsigned number>
void altered(Specimen& card)
{
    card.evidence.groups.at(number).content.back() ^= 0x01;
}

template <unsigned number>
void missing(Specimen& card)
{
    card.evidence.groups.at(number) = {Status::absent, {}};
}

template <unsigned number>
void denied(Specimen& card)
{
    card.evidence.groups.at(number) = {Status::denied, {}};
}

template <unsigned number>
void not_read(Specimen& card)
{
    card.evidence.groups.erase(number);
}

template <unsigned number>
void put_in(Specimen& card)
{
    card.evidence.groups[number] = FileReading::of(Bytes{0x75, 0x02, 0x04, 0x00});
}

/// A card of another person, by the same issuer.
Specimen neighbour_of(const Specimen& card)
{
    Specimen other;
    other.content.pki = card.content.pki;
    other.content.mrz.document_number = "L87654321";
    other.content.mrz.primary_identifier = "SISOULITH";
    other.read_card();
    return other;
}

} // namespace

std::vector<Breed> group_breeds()
{
    return {
        {"dg1_altered", altered<1>},
        {"dg2_altered", altered<2>},
        {"dg11_altered", altered<11>},
        {"dg12_altered", altered<12>},
        {"dg13_altered", altered<13>},
        {"dg14_altered", altered<14>},
        {"dg1_missing", missing<1>},
        {"dg2_missing", missing<2>},
        {"dg11_missing", missing<11>},
        {"dg12_missing", missing<12>},
        {"dg13_missing", missing<13>},
        {"dg14_missing", missing<14>},
        {"dg1_denied", denied<1>},
        {"dg2_denied", denied<2>},
        {"dg11_denied", denied<11>},
        {"dg1_not_read", not_read<1>},
        {"dg2_not_read", not_read<2>},
        {"dg13_not_read", not_read<13>},
        {"dg3_put_in", put_in<3>},
        {"dg7_put_in", put_in<7>},
        {"dg15_put_in", put_in<15>},
        {"dg16_put_in", put_in<16>},
        {"dg2_cut", [](Specimen& card) { card.evidence.groups.at(2).content.pop_back(); }},
        {"dg2_empty", [](Specimen& card) { card.evidence.groups.at(2).content.clear(); }},
        {"dg2_no_object",
            [](Specimen& card) {
                card.evidence.groups.at(2) = {Status::malformed, {}};
            }},
        {"dg11_withheld_otherwise",
            [](Specimen& card) {
                card.evidence.groups.at(11) = {
                    .status = Status::withheld, .content = {}, .hash = crypto::Hash::sha512, .digest = Bytes(64)};
            }},
        {"halves_other_sod", [](Specimen& card) { card.evidence.sod = neighbour_of(card).evidence.sod; }},
        {"halves_other_dg1",
            [](Specimen& card) { card.evidence.groups.at(1) = neighbour_of(card).evidence.groups.at(1); }},
        {"halves_dg11_as_dg12", [](Specimen& card) { card.evidence.groups.at(12) = card.evidence.groups.at(11); }},
    };
}

} // namespace zoo
