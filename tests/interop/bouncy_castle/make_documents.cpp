// SPDX-License-Identifier: Apache-2.0
// Writes documents for VerifyDocument.java: make_documents DIRECTORY makes good/, altered/ and foreign/ in it.
#include "support/specimen_card.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace {

using namespace card;

void write(const std::filesystem::path& path, const Bytes& bytes)
{
    std::ofstream file{path, std::ios::binary};
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file)
        throw std::runtime_error{path.string() + ": cannot be written"};
}

/// EF.SOD, the data groups and the CSCA that is to be trusted.
void write_document(const std::filesystem::path& folder, const Bytes& sod, const std::map<unsigned, Bytes>& groups,
    const pki::Certificate& csca)
{
    std::filesystem::create_directories(folder);
    write(folder / "sod.bin", sod);
    write(folder / "csca.cer", csca.der());
    for (const auto& [number, file] : groups)
        write(folder / ("dg" + std::to_string(number) + ".bin"), file);
}

/// A citizen CA and a holder's certificate under it.
void write_citizen(const std::filesystem::path& folder)
{
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    const auto ca = pki::make_citizen_ca({.subject = {.country = "LA",
                                              .organization = "Ministry",
                                              .organizational_unit = "",
                                              .common_name = "Citizen CA",
                                              .serial_number = ""},
                                             .validity = {test::at(2026, 1, 1), test::at(2056, 1, 1)},
                                             .crl_url = "http://crl.example.la/citizen.crl"},
        key, crypto::system_random());
    const auto holder = pki::make_citizen_certificate({.purpose = pki::CitizenPurpose::card_authentication,
                                                          .subject = {.country = "LA",
                                                              .organization = "",
                                                              .organizational_unit = "",
                                                              .common_name = "DAOHEUANG PHOMMAVONG",
                                                              .serial_number = "H-0001"},
                                                          .validity = {test::at(2026, 1, 1), test::at(2052, 1, 1)},
                                                          .card_urn = "urn:example:card:1",
                                                          .crl_url = "http://crl.example.la/1.crl"},
        test::new_public_key(), ca, key, crypto::system_random());
    write(folder / "citizen_ca.cer", ca.der());
    write(folder / "citizen.cer", holder.der());
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    const std::filesystem::path root = argv[1];
    const test::CardContent content;
    auto groups = test::data_groups_of(content);
    const Bytes sod = test::sod_of(content, groups);
    write_document(root / "good", sod, groups, content.pki.csca);
    write_citizen(root / "good");
    write_document(root / "foreign", sod, groups, test::DocumentPki{}.csca);
    groups.at(2).back() ^= 0x01;
    write_document(root / "altered", sod, groups, content.pki.csca);
    return 0;
}
