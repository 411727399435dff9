// SPDX-License-Identifier: Apache-2.0
#include "card/pki/leniency.hpp"

namespace card::pki {

std::string_view name(Allowance allowance)
{
    switch (allowance) {
    case Allowance::ber_encoding:
        return "ber_encoding";
    case Allowance::attribute_order:
        return "attribute_order";
    case Allowance::weak_hash:
        return "weak_hash";
    case Allowance::weak_key:
        return "weak_key";
    case Allowance::small_exponent:
        return "small_exponent";
    case Allowance::data_content_type:
        return "data_content_type";
    case Allowance::early_content_type:
        return "early_content_type";
    case Allowance::signed_data_version:
        return "signed_data_version";
    case Allowance::signer_name_order:
        return "signer_name_order";
    case Allowance::several_certificates:
        return "several_certificates";
    case Allowance::null_parameters:
        return "null_parameters";
    case Allowance::pss_parameters:
        return "pss_parameters";
    case Allowance::digest_list:
        return "digest_list";
    case Allowance::two_hashes:
        return "two_hashes";
    case Allowance::signature_identifier:
        return "signature_identifier";
    case Allowance::curve_parameters:
        return "curve_parameters";
    case Allowance::serial_number:
        return "serial_number";
    case Allowance::key_identifier:
        return "key_identifier";
    case Allowance::issuer_name_order:
        return "issuer_name_order";
    case Allowance::malformed_extension:
        return "malformed_extension";
    case Allowance::critical_extension:
        return "critical_extension";
    case Allowance::no_basic_constraints:
        return "no_basic_constraints";
    case Allowance::security_object_version:
        return "security_object_version";
    }
    return {};
}

} // namespace card::pki
