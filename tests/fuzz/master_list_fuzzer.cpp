// SPDX-License-Identifier: Apache-2.0
// Master lists, and each certificate in them by the rules of the lint.
#include "card/pki/lint.hpp"
#include "card/pki/master_list.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::may_refuse([&] {
        const auto list = card::pki::MasterList::parse(card::ByteView{data, size});
        fuzz::must_hold(!list.certificates().empty(), "a list lists");
        list.signature_is_valid();
        list.signing_time();
        for (const card::Bytes& der : list.certificates())
            fuzz::may_refuse([&] {
                const auto certificate = card::pki::Certificate::parse(der, card::pki::Leniency::foreign_legacy);
                card::pki::lint(certificate, card::pki::role_of(certificate));
                list.is_made_under(certificate);
            });
    });
    return 0;
}
