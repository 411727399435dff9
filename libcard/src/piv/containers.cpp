// SPDX-License-Identifier: Apache-2.0
#include "card/piv/containers.hpp"

#include <algorithm>
#include <array>

namespace card::piv {

namespace {

constexpr auto pin = Container::Access::pin;

constexpr std::array table{
    Container{object::ccc, 0xDB00, "Card Capability Container", "2.16.840.1.101.3.7.1.219.0"},
    Container{object::chuid, 0x3000, "Card Holder Unique Identifier", "2.16.840.1.101.3.7.2.48.0"},
    Container{object::certificate_9a, 0x0101, "X.509 Certificate for PIV Authentication", "2.16.840.1.101.3.7.2.1.1"},
    Container{object::fingerprints, 0x6010, "Card Holder Fingerprints", "2.16.840.1.101.3.7.2.96.16", pin},
    Container{object::security_object, 0x9000, "Security Object", "2.16.840.1.101.3.7.2.144.0"},
    Container{object::facial_image, 0x6030, "Cardholder Facial Images", "2.16.840.1.101.3.7.2.96.48", pin},
    Container{object::certificate_9e, 0x0500, "X.509 Certificate for Card Authentication", "2.16.840.1.101.3.7.2.5.0"},
    Container{object::certificate_9c, 0x0100, "X.509 Certificate for Digital Signature", "2.16.840.1.101.3.7.2.1.0"},
    Container{object::certificate_9d, 0x0102, "X.509 Certificate for Key Management", "2.16.840.1.101.3.7.2.1.2"},
    Container{object::printed_information, 0x3001, "Printed Information", "2.16.840.1.101.3.7.2.48.1", pin},
    Container{object::discovery, 0x6050, "Discovery Object", "2.16.840.1.101.3.7.2.96.80"},
    Container{object::key_history, 0x6060, "Key History Object", "2.16.840.1.101.3.7.2.96.96"},
    Container{
        tlv::Tag{0x5FC10D}, 0x1001, "Retired X.509 Certificate for Key Management 1", "2.16.840.1.101.3.7.2.16.1"},
    Container{
        tlv::Tag{0x5FC10E}, 0x1002, "Retired X.509 Certificate for Key Management 2", "2.16.840.1.101.3.7.2.16.2"},
    Container{
        tlv::Tag{0x5FC10F}, 0x1003, "Retired X.509 Certificate for Key Management 3", "2.16.840.1.101.3.7.2.16.3"},
    Container{
        tlv::Tag{0x5FC110}, 0x1004, "Retired X.509 Certificate for Key Management 4", "2.16.840.1.101.3.7.2.16.4"},
    Container{
        tlv::Tag{0x5FC111}, 0x1005, "Retired X.509 Certificate for Key Management 5", "2.16.840.1.101.3.7.2.16.5"},
    Container{
        tlv::Tag{0x5FC112}, 0x1006, "Retired X.509 Certificate for Key Management 6", "2.16.840.1.101.3.7.2.16.6"},
    Container{
        tlv::Tag{0x5FC113}, 0x1007, "Retired X.509 Certificate for Key Management 7", "2.16.840.1.101.3.7.2.16.7"},
    Container{
        tlv::Tag{0x5FC114}, 0x1008, "Retired X.509 Certificate for Key Management 8", "2.16.840.1.101.3.7.2.16.8"},
    Container{
        tlv::Tag{0x5FC115}, 0x1009, "Retired X.509 Certificate for Key Management 9", "2.16.840.1.101.3.7.2.16.9"},
    Container{
        tlv::Tag{0x5FC116}, 0x100A, "Retired X.509 Certificate for Key Management 10", "2.16.840.1.101.3.7.2.16.10"},
    Container{
        tlv::Tag{0x5FC117}, 0x100B, "Retired X.509 Certificate for Key Management 11", "2.16.840.1.101.3.7.2.16.11"},
    Container{
        tlv::Tag{0x5FC118}, 0x100C, "Retired X.509 Certificate for Key Management 12", "2.16.840.1.101.3.7.2.16.12"},
    Container{
        tlv::Tag{0x5FC119}, 0x100D, "Retired X.509 Certificate for Key Management 13", "2.16.840.1.101.3.7.2.16.13"},
    Container{
        tlv::Tag{0x5FC11A}, 0x100E, "Retired X.509 Certificate for Key Management 14", "2.16.840.1.101.3.7.2.16.14"},
    Container{
        tlv::Tag{0x5FC11B}, 0x100F, "Retired X.509 Certificate for Key Management 15", "2.16.840.1.101.3.7.2.16.15"},
    Container{
        tlv::Tag{0x5FC11C}, 0x1010, "Retired X.509 Certificate for Key Management 16", "2.16.840.1.101.3.7.2.16.16"},
    Container{
        tlv::Tag{0x5FC11D}, 0x1011, "Retired X.509 Certificate for Key Management 17", "2.16.840.1.101.3.7.2.16.17"},
    Container{
        tlv::Tag{0x5FC11E}, 0x1012, "Retired X.509 Certificate for Key Management 18", "2.16.840.1.101.3.7.2.16.18"},
    Container{
        tlv::Tag{0x5FC11F}, 0x1013, "Retired X.509 Certificate for Key Management 19", "2.16.840.1.101.3.7.2.16.19"},
    Container{
        tlv::Tag{0x5FC120}, 0x1014, "Retired X.509 Certificate for Key Management 20", "2.16.840.1.101.3.7.2.16.20"},
    Container{object::iris_images, 0x1015, "Cardholder Iris Images", "2.16.840.1.101.3.7.2.16.21", pin},
    Container{object::biometric_group, 0x1016, "Biometric Information Templates Group Template",
        "2.16.840.1.101.3.7.2.16.22"},
    Container{
        object::messaging_certificate, 0x1017, "Secure Messaging Certificate Signer", "2.16.840.1.101.3.7.2.16.23"},
    Container{object::pairing_code, 0x1018, "Pairing Code Reference Data Container", "2.16.840.1.101.3.7.2.16.24", pin},
};

} // namespace

std::span<const Container> containers()
{
    return table;
}

const Container* find_container(tlv::Tag tag)
{
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Container& container) { return container.tag == tag; });
    return found == table.end() ? nullptr : &*found;
}

} // namespace card::piv
