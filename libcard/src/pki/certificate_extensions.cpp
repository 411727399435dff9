// SPDX-License-Identifier: Apache-2.0
#include "certificate_extensions.hpp"

#include "bit_string.hpp"
#include "names.hpp"
#include "openssl.hpp"
#include "times.hpp"

#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr tlv::Tag key_identifier{0x80};
constexpr tlv::Tag key_identifier_in_segments{0xA0}; // BER
constexpr tlv::Tag not_before{0x80};
constexpr tlv::Tag not_after{0x81};
constexpr tlv::Tag generalized_time{0x18};

void demand(bool condition, std::string_view sentence)
{
    require(condition, Errc::malformed_data, "certificate extensions", sentence);
}

/// [RFC5280] §4.2.1.3
std::uint32_t read_key_usage(ByteView value)
{
    const ByteView bits = tlv::only(value, asn1::bit_string);
    check_bit_string(bits);
    std::uint32_t usage = 0;
    for (std::size_t i = 1; i < bits.size() && i <= 2; ++i)
        for (unsigned bit = 0; bit < 8; ++bit) {
            const bool unused = i + 1 == bits.size() && 7 - bit < bits[0];
            if (!unused && (bits[i] & (0x80U >> bit)) != 0)
                usage |= 1U << (8 * (i - 1) + bit);
        }
    demand(usage != 0, "keyUsage without a bit");
    return usage;
}

/// [RFC5280] §4.2.1.9
void read_basic_constraints(KnownExtensions& known, const RawExtension& extension)
{
    tlv::Reader reader{tlv::only(extension.value, asn1::sequence)};
    if (!reader.at_end() && reader.peek() == asn1::boolean) {
        const ByteView authority = reader.expect(asn1::boolean);
        known.is_authority = read_boolean(authority, Truth::ber);
        known.odd_truth = known.odd_truth || is_odd_truth(authority);
    }
    if (!reader.at_end()) {
        const std::uint64_t length = tlv::decode_unsigned(reader.expect(asn1::integer));
        demand(length <= std::numeric_limits<std::int32_t>::max(), "a path length beyond all paths");
        known.path_length = static_cast<unsigned>(length);
    }
    reader.finish();
}

/// GeneralizedTime under a tag of its own. [RFC3280] §4.2.1.4
std::optional<Time> accept_time(tlv::Reader& reader, tlv::Tag tag)
{
    if (reader.at_end() || reader.peek() != tag)
        return std::nullopt;
    tlv::Element element = reader.next();
    element.tag = generalized_time;
    return read_any_time(element);
}

void read_private_key_usage(KnownExtensions& known, const RawExtension& extension)
{
    tlv::Reader reader{tlv::only(extension.value, asn1::sequence)};
    const auto from = accept_time(reader, not_before);
    const auto to = accept_time(reader, not_after);
    reader.finish();
    known.private_key_not_before = from;
    known.private_key_not_after = to;
    known.has_private_key_usage = true;
}

/// [RFC5280] §4.2.1.12
std::vector<ByteView> read_purposes(ByteView value)
{
    std::vector<ByteView> purposes;
    tlv::Reader reader{tlv::only(value, asn1::sequence)};
    while (!reader.at_end()) {
        purposes.push_back(reader.expect(asn1::oid));
        tlv::Oid::from_content(purposes.back());
    }
    return purposes;
}

/// OpenSSL reads the value of an extension of this kind.
void check_by_openssl(int nid, ByteView value)
{
    const X509V3_EXT_METHOD* const method = ensured(X509V3_EXT_get_nid(nid), "extension");
    const ASN1_ITEM* const item = ASN1_ITEM_ptr(method->it);
    const unsigned char* at = value.data();
    ASN1_VALUE* const object = ASN1_item_d2i(nullptr, &at, static_cast<long>(value.size()), item);
    ensure(object != nullptr, "certificate extensions", Errc::malformed_data);
    ASN1_item_free(object, item);
}

/// GeneralNames of the kinds that documents have: mail, host, URI, address, directory name. [RFC5280] §4.2.1.6
bool is_plain_names(tlv::Reader names)
{
    while (!names.at_end()) {
        const tlv::Element name = names.next();
        switch (name.tag.value) {
        case 0x81:
        case 0x82:
        case 0x86:
        case 0x87:
            break;
        case 0xA4:
            read_name(name.value);
            break;
        default:
            return false;
        }
    }
    return true;
}

/// Points are given by full names alone. One that says neither where the list is nor who issues it is none.
/// [RFC5280] §4.2.1.13
bool is_plain_points(tlv::Reader points)
{
    constexpr tlv::Tag explicit_0{0xA0};
    constexpr tlv::Tag crl_issuer{0xA2};
    bool plain = true;
    while (!points.at_end()) {
        tlv::Reader point{points.expect(asn1::sequence)};
        bool points_somewhere = false;
        while (!point.at_end()) {
            const tlv::Element field = point.next();
            tlv::Reader choice{field.value};
            const bool full = field.tag == explicit_0 && choice.peek() == explicit_0;
            plain = full && is_plain_names(tlv::Reader{choice.expect(explicit_0)}) && choice.at_end() && plain;
            points_somewhere =
                points_somewhere || ((field.tag == explicit_0 || field.tag == crl_issuer) && !field.value.empty());
        }
        demand(points_somewhere, "a distribution point without a place");
    }
    return plain;
}

/// [RFC5280] §4.2.1.1. OpenSSL joins the segments of an identifier of BER, whatever they are.
void read_authority_key_id(KnownExtensions& known, const RawExtension& extension)
{
    tlv::Reader reader{tlv::only(extension.value, asn1::sequence)};
    std::optional<ByteView> id;
    require(reader.at_end() || reader.peek() != key_identifier_in_segments, Errc::unsupported, "certificate extensions",
        "a key identifier in segments");
    if (!reader.at_end() && reader.peek() == key_identifier)
        id = reader.expect(key_identifier);
    if (!reader.at_end())
        check_by_openssl(NID_authority_key_identifier, extension.value);
    known.authority_key_id = id;
}

void read_alternative_names(KnownExtensions&, const RawExtension& extension)
{
    if (!is_plain_names(tlv::Reader{tlv::only(extension.value, asn1::sequence)}))
        check_by_openssl(NID_subject_alt_name, extension.value);
}

void read_distribution_points(KnownExtensions&, const RawExtension& extension)
{
    if (!is_plain_points(tlv::Reader{tlv::only(extension.value, asn1::sequence)}))
        check_by_openssl(NID_crl_distribution_points, extension.value);
}

template <int Nid>
void read_by_openssl(KnownExtensions&, const RawExtension& extension)
{
    check_by_openssl(Nid, extension.value);
}

/// [RFC3820]: nothing that signs documents or keys of citizens.
void refuse_proxy(KnownExtensions&, const RawExtension&)
{
    demand(false, "the certificate of a proxy");
}

void read_subject_key_id(KnownExtensions& known, const RawExtension& extension)
{
    known.subject_key_id = tlv::only(extension.value, asn1::octet_string);
}

/// May the extension be critical?
enum class Critical {
    known,   ///< OpenSSL takes it for known
    unusual, ///< only under foreign_legacy: it is read here, or changes nothing of what a certificate may do
    unknown,
};

/// What becomes of a value that cannot be read.
enum class Malformed { refused, passed_over };

/// An extension by the content of its identifier.
struct Kind {
    std::string_view id;
    Critical critical;
    Malformed malformed;
    void (*read)(KnownExtensions& known, const RawExtension& extension);
};

/// Passed over is what is not acted on, or only to choose whom to try: key identifiers choose, the signature decides; a
/// period that cannot be read leaves that of the certificate.
constexpr std::array kinds{
    Kind{"\x55\x1D\x0E", Critical::unusual, Malformed::passed_over, read_subject_key_id},
    Kind{"\x55\x1D\x0F", Critical::known, Malformed::refused,
        [](KnownExtensions& known, const RawExtension& extension) {
            known.key_usage = read_key_usage(extension.value);
            known.key_usage_is_critical = extension.critical;
        }},
    Kind{"\x55\x1D\x10", Critical::unusual, Malformed::passed_over, read_private_key_usage},
    Kind{"\x55\x1D\x11", Critical::known, Malformed::passed_over, read_alternative_names},
    Kind{"\x55\x1D\x12", Critical::unusual, Malformed::refused, nullptr}, // issuerAltName
    Kind{"\x55\x1D\x13", Critical::known, Malformed::refused, read_basic_constraints},
    Kind{"\x55\x1D\x1E", Critical::known, Malformed::refused, read_by_openssl<NID_name_constraints>},
    Kind{"\x55\x1D\x1F", Critical::known, Malformed::passed_over, read_distribution_points},
    Kind{"\x55\x1D\x20", Critical::known, Malformed::refused, nullptr}, // certificatePolicies
    Kind{"\x55\x1D\x21", Critical::known, Malformed::refused, nullptr}, // policyMappings
    Kind{"\x55\x1D\x23", Critical::unusual, Malformed::passed_over, read_authority_key_id},
    Kind{"\x55\x1D\x24", Critical::known, Malformed::refused, nullptr}, // policyConstraints
    Kind{"\x55\x1D\x25", Critical::known, Malformed::refused,
        [](KnownExtensions& known, const RawExtension& extension) { known.purposes = read_purposes(extension.value); }},
    Kind{"\x55\x1D\x36", Critical::known, Malformed::refused, nullptr}, // inhibitAnyPolicy
    Kind{
        "\x2B\x06\x01\x05\x05\x07\x01\x07", Critical::known, Malformed::refused, read_by_openssl<NID_sbgp_ipAddrBlock>},
    Kind{"\x2B\x06\x01\x05\x05\x07\x01\x08", Critical::known, Malformed::refused,
        read_by_openssl<NID_sbgp_autonomousSysNum>},
    Kind{"\x2B\x06\x01\x05\x05\x07\x01\x0E", Critical::known, Malformed::refused, refuse_proxy},
    Kind{"\x2B\x06\x01\x05\x05\x07\x30\x01\x05", Critical::known, Malformed::refused,
        nullptr}, // unchecked OCSP responder
    Kind{"\x60\x86\x48\x01\x86\xF8\x42\x01\x01", Critical::known, Malformed::refused,
        read_by_openssl<NID_netscape_cert_type>},
    Kind{"\x67\x81\x08\x01\x01\x06\x01", Critical::unusual, Malformed::refused, nullptr}, // nameChange
    Kind{"\x67\x81\x08\x01\x01\x06\x02", Critical::unusual, Malformed::refused, nullptr}, // documentTypeList
};

void read_or_pass_over(KnownExtensions& known, const RawExtension& extension, const Kind& kind, Allowing& allowing)
{
    try {
        kind.read(known, extension);
    } catch (const Error& error) {
        const bool malformed = error.code() == Errc::malformed_tlv || error.code() == Errc::malformed_data;
        if (!allowing.lenient() || !malformed || extension.critical || kind.malformed == Malformed::refused)
            throw;
        allowing.add({Allowance::malformed_extension});
    }
}

} // namespace

KnownExtensions read_known_extensions(const std::vector<RawExtension>& extensions, Allowing& allowing)
{
    KnownExtensions known;
    for (const RawExtension& extension : extensions) {
        const std::string_view id = as_text(extension.oid.content());
        const auto kind = std::find_if(kinds.begin(), kinds.end(), [id](const Kind& k) { return k.id == id; });
        const Critical critical = kind != kinds.end() ? kind->critical : Critical::unknown;
        known.odd_truth = known.odd_truth || extension.odd_truth;
        known.unknown_critical = known.unknown_critical || (extension.critical && critical == Critical::unknown);
        known.unusual_critical = known.unusual_critical || (extension.critical && critical == Critical::unusual);
        if (kind != kinds.end() && kind->read != nullptr)
            read_or_pass_over(known, extension, *kind, allowing);
    }
    allowing.unless(!known.odd_truth, Allowance::ber_encoding, Errc::malformed_data, "certificate extensions",
        "a boolean TRUE that is not that of DER");
    return known;
}

} // namespace card::pki
