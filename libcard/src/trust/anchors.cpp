// SPDX-License-Identifier: Apache-2.0
#include "card/trust/anchors.hpp"

#include "card/base/error.hpp"

namespace card::trust {

namespace {

pki::Certificate read(ByteView der)
{
    try {
        return pki::Certificate::parse(der);
    } catch (const Error& error) {
        throw Error{Errc::trust_data_invalid, Step{"CSCA"}, error.what()};
    }
}

} // namespace

void Anchors::add(ByteView der)
{
    const pki::Certificate csca = read(der);
    require(csca.is_authority() && csca.may(pki::KeyUsage::key_cert_sign), Errc::trust_data_invalid, "CSCA",
        "the certificate is not that of an authority");
    for (const pki::Certificate& known : cscas_)
        if (known == csca)
            return;
    cscas_.push_back(csca);
}

} // namespace card::trust
