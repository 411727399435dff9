// SPDX-License-Identifier: Apache-2.0
#include "bench/cold_start.hpp"

#include "bench/cpu_time.hpp"
#include "support/specimen_card.hpp"
#include "zoo/forge.hpp"

#include "card/pki/master_list.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/writer.hpp"
#include "card/trust/anchors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <openssl/x509.h>

namespace bench {

namespace {

using card::Bytes;
namespace pki = card::pki;
namespace tlv = card::tlv;

/// A master list of this many CSCAs with different names, signed by the first. [9303-12] §8.2
Bytes make_master_list(std::size_t count)
{
    const auto key = pki::SigningKey::generate(card::crypto::Curve::p256);
    std::vector<Bytes> certificates;
    std::optional<pki::Certificate> signer;
    for (std::size_t number = 0; number < count; ++number) {
        pki::CscaContent content = test::csca_content();
        content.subject.common_name = fmt::format("CSCA {}", number);
        const auto csca = pki::make_csca(content, key, card::crypto::system_random());
        certificates.push_back(csca.der());
        if (!signer)
            signer = csca;
    }
    const Bytes content =
        tlv::encode(tlv::asn1::sequence, {tlv::encode_integer(0), tlv::encode_set_of(std::move(certificates))});
    zoo::Cms cms = zoo::cms_of(content, *signer);
    cms.content_type = tlv::Oid{"2.23.136.1.1.2"};
    cms.set_attributes();
    return cms.encode(zoo::AnyKey::of(key));
}

} // namespace

ColdStart measure_cold_start(std::size_t count, int rounds)
{
    const Bytes list = make_master_list(count);
    const auto certificates = pki::MasterList::parse(list).certificates();
    ColdStart least{.ours = 1e9, .openssl = 1e9};
    for (int round = 0; round < rounds; ++round) {
        double begin = cpu_seconds();
        const auto read = pki::MasterList::parse(list);
        card::trust::Anchors anchors;
        for (const Bytes& der : read.certificates())
            anchors.add(der);
        if (!read.signature_is_valid() || anchors.cscas().size() != certificates.size())
            throw std::runtime_error{"a good master list is not taken"};
        least.ours = std::min(least.ours, cpu_seconds() - begin);

        begin = cpu_seconds();
        for (const Bytes& der : certificates) {
            const unsigned char* at = der.data();
            const std::unique_ptr<X509, decltype(&X509_free)> certificate{
                d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free};
            if (!certificate || X509_get0_pubkey(certificate.get()) == nullptr)
                throw std::runtime_error{"OpenSSL does not read a certificate"};
        }
        least.openssl = std::min(least.openssl, cpu_seconds() - begin);
    }
    return least;
}

} // namespace bench
