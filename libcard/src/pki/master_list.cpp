// SPDX-License-Identifier: Apache-2.0
#include "card/pki/master_list.hpp"

#include "card/base/error.hpp"
#include "card/pki/ber.hpp"
#include "card/pki/cms.hpp"
#include "card/pki/path.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr std::size_t most_certificates = 10'000;

tlv::Oid master_list_type()
{
    return tlv::Oid{"2.23.136.1.1.2"};
}

void expect(bool condition, const char* sentence)
{
    require(condition, Errc::malformed_data, "master list", sentence);
}

/// CscaMasterList. [9303-12] §8.2
std::vector<Bytes> read_list(ByteView content)
{
    tlv::Reader list{tlv::only(content, asn1::sequence)};
    expect(tlv::decode_unsigned(list.expect(asn1::integer)) == 0, "another version than 0");
    tlv::Reader set{list.expect(asn1::set)};
    list.finish();
    std::vector<Bytes> certificates;
    while (!set.at_end()) {
        certificates.push_back(to_bytes(set.expect_whole(asn1::sequence)));
        expect(certificates.size() <= most_certificates, "too many certificates");
    }
    expect(!certificates.empty(), "no certificate");
    return certificates;
}

/// The same in BER, which is an allowance.
std::vector<Bytes> read_any_list(ByteView content, Allowances& allowances)
{
    try {
        return read_list(content);
    } catch (const Error& error) {
        if (error.code() != Errc::malformed_tlv)
            throw;
    }
    std::vector<Bytes> certificates = read_list(der_of_ber(content, max_master_list_size));
    allowances.insert(Allowance::ber_encoding);
    return certificates;
}

SignedData read_signed(ByteView der)
{
    SignedData data =
        SignedData::parse(der, CmsOptions{.leniency = Leniency::foreign_legacy, .max_size = max_master_list_size});
    expect(data.content_type() == master_list_type(), "SignedData over another content");
    return data;
}

/// Whoever signs need not bring others that we can read.
std::vector<Certificate> others(const SignedData& data)
{
    std::vector<Certificate> out;
    for (const Bytes& der : data.certificates()) {
        if (der == data.signer().der())
            continue;
        try {
            out.push_back(Certificate::parse(der, Leniency::foreign_legacy));
        } catch (const Error&) {
            continue;
        }
    }
    return out;
}

Allowances deviations(const SignedData& data)
{
    Allowances noted = data.allowances();
    noted.erase(Allowance::several_certificates);
    return noted;
}

} // namespace

struct MasterList::State {
    explicit State(SignedData data)
        : signed_data{std::move(data)},
          allowances{deviations(signed_data)},
          certificates{read_any_list(signed_data.content(), allowances)},
          companions{others(signed_data)}
    {
    }

    SignedData signed_data;
    Allowances allowances;
    std::vector<Bytes> certificates;
    std::vector<Certificate> companions;
};

MasterList MasterList::parse(ByteView der)
{
    return MasterList{std::make_shared<const State>(read_signed(der))};
}

const std::vector<Bytes>& MasterList::certificates() const noexcept
{
    return state_->certificates;
}

const Certificate& MasterList::signer() const noexcept
{
    return state_->signed_data.signer();
}

const std::vector<Certificate>& MasterList::companions() const noexcept
{
    return state_->companions;
}

std::optional<Time> MasterList::signing_time() const
{
    return state_->signed_data.signing_time();
}

const Allowances& MasterList::allowances() const noexcept
{
    return state_->allowances;
}

bool MasterList::signature_is_valid() const
{
    return state_->signed_data.signature_is_valid();
}

bool MasterList::is_made_under(const Certificate& csca) const
{
    if (signer() == csca)
        return csca.is_authority();
    return signer().is_meant_for("2.23.136.1.1.3") && !signer().is_authority() && names_issuer(signer(), csca) &&
           is_signed_by(signer(), csca);
}

} // namespace card::pki
