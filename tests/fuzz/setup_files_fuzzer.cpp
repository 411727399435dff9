// SPDX-License-Identifier: Apache-2.0
// Settings of other programs that `idcard setup` reads: nothing breaks it, and what is put into policies comes out
// again.
#include "fuzz.hpp"
#include "idcard/setup/insertion.hpp"
#include "idcard/setup/openssl_sections.hpp"
#include "idcard/setup/profiles.hpp"
#include "idcard/setup/security_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace idcard::setup;
    const std::string_view text = card::as_text({data, size});
    parse_profiles(text, "/profiles");
    place_of_sunpkcs11(text);
    sections_of(text);
    fuzz::may_refuse([&] {
        const std::string with = with_device(text, "/module.so", "policies.json");
        fuzz::must_hold(has_device(with, "/module.so"), "what was put in stands there");
        fuzz::must_hold(without_device(with, "/module.so").has_value(), "and can be taken out");
    });
    return 0;
}
