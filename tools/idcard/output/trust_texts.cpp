// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/trust_texts.hpp"

#include "idcard/trust/listing.hpp"

#include <algorithm>
#include <array>

namespace idcard::texts {

using card::pki::Allowance;
using card::pki::LintRule;

namespace {

// The first two tables are in the order of their enumerations, the last in that of listed_kinds().

constexpr std::array broken_rules{
    Text{"LINT-SERIAL-NUMBER/broken", "The serial number is not positive, or longer than 20 bytes."},
    Text{"LINT-TIME-FORM/broken", "A date is not written in the form that its year asks for."},
    Text{"LINT-VALIDITY-ORDER/broken", "It ends before it begins."},
    Text{"LINT-COUNTRY/broken", "Subject or issuer has no country of two capital letters."},
    Text{"LINT-COUNTRIES-DIFFER/broken", "Subject and issuer name different countries."},
    Text{"LINT-COMMON-NAME/broken", "The subject has no common name."},
    Text{"LINT-SIGNATURE-HASH/broken", "The hash function of the signature is none of SHA-256, SHA-384 and SHA-512."},
    Text{"LINT-KEY-STRENGTH/broken",
        "The key is too weak: RSA below 2048 bits or exponent 65537, or EC below 256 bits."},
    Text{"LINT-CURVE-NAMED/broken", "The curve is only named; its parameters are not written out."},
    Text{"LINT-UNKNOWN-CRITICAL/broken", "A critical extension is none that is known."},
    Text{"LINT-FORBIDDEN-EXTENSION/broken", "It has an extension that is forbidden there."},
    Text{"LINT-SUBJECT-KEY-ID/broken", "The subject key identifier is missing."},
    Text{"LINT-AUTHORITY-KEY-ID/broken", "The authority key identifier is missing."},
    Text{"LINT-KEY-USAGE/broken", "The key usage is missing, not critical, or not exactly that of its role."},
    Text{"LINT-BASIC-CONSTRAINTS/broken", "The basic constraints do not fit its role."},
    Text{"LINT-PATH-LENGTH/broken", "The path length is not 0."},
    Text{"LINT-KEY-USAGE-PERIOD/broken", "It does not say in which period its key is used."},
    Text{"LINT-KEY-USAGE-PERIOD-OUTSIDE/broken", "The key is used outside its validity."},
    Text{"LINT-ALTERNATIVE-NAMES/broken", "The alternative name of subject or issuer is missing."},
    Text{"LINT-ALTERNATIVE-NAMES-PLACE/broken", "An alternative name lacks the three letters of the country."},
    Text{"LINT-DISTRIBUTION-POINT/broken", "It does not say where its CRL is published."},
    Text{"LINT-DOCUMENT-TYPES/broken", "The list of document types is missing or malformed."},
    Text{"LINT-EXTENDED-KEY-USAGE/broken", "The extended key usage does not fit its role."},
    Text{"LINT-LIST-NUMBER/broken", "The list has no number."},
    Text{"LINT-LIST-AUTHORITY-KEY-ID/broken", "The list lacks the authority key identifier."},
    Text{"LINT-LIST-SCOPE/broken", "The list is not complete: changes only, or a part."},
    Text{"LINT-LIST-PERIOD/broken", "The next list is due only after more than 90 days."},
};

constexpr std::array allowances{
    Text{"ALLOWANCE-BER-ENCODING/text", "It is BER, not DER."},
    Text{"ALLOWANCE-ATTRIBUTE-ORDER/text", "The signed attributes are out of order."},
    Text{"ALLOWANCE-WEAK-HASH/text", "SHA-1 is used."},
    Text{"ALLOWANCE-WEAK-KEY/text", "The key is weak: RSA below 2048 bits or EC below 256."},
    Text{"ALLOWANCE-SMALL-EXPONENT/text", "The RSA exponent is below 65537."},
    Text{"ALLOWANCE-DATA-CONTENT-TYPE/text", "The content type says only data."},
    Text{"ALLOWANCE-EARLY-CONTENT-TYPE/text", "The content type is an early one."},
    Text{"ALLOWANCE-SIGNED-DATA-VERSION/text", "The version of SignedData does not fit its content."},
    Text{"ALLOWANCE-SIGNER-NAME-ORDER/text", "The name of the signer has its parts in another order."},
    Text{"ALLOWANCE-SEVERAL-CERTIFICATES/text", "There are more certificates than that of the signer."},
    Text{"ALLOWANCE-NULL-PARAMETERS/text", "An ECDSA identifier has NULL parameters."},
    Text{"ALLOWANCE-PSS-PARAMETERS/text", "The parameters of RSASSA-PSS are unusual."},
    Text{"ALLOWANCE-DIGEST-LIST/text", "The list of hash functions is not that of the signer."},
    Text{"ALLOWANCE-TWO-HASHES/text", "Content and attributes have different hash functions."},
    Text{"ALLOWANCE-SIGNATURE-IDENTIFIER/text", "The signature algorithm has an unusual identifier."},
    Text{"ALLOWANCE-CURVE-PARAMETERS/text", "The curve is not written out in full."},
    Text{"ALLOWANCE-SERIAL-NUMBER/text", "The serial number is zero or negative."},
    Text{"ALLOWANCE-KEY-IDENTIFIER/text", "The issuer has another key identifier."},
    Text{"ALLOWANCE-ISSUER-NAME-ORDER/text", "The name of the issuer has its parts in another order."},
    Text{"ALLOWANCE-MALFORMED-EXTENSION/text", "An extension that is not needed is malformed."},
    Text{"ALLOWANCE-CRITICAL-EXTENSION/text", "An extension is critical that may not be."},
    Text{"ALLOWANCE-NO-BASIC-CONSTRAINTS/text", "The CA does not call itself one."},
    Text{"ALLOWANCE-SECURITY-OBJECT-VERSION/text", "The version of the security object does not fit its content."},
};

constexpr std::array kinds{
    Text{"LISTED-CSCA/name", "Country signing CA"},
    Text{"LISTED-LINK/name", "Link certificate"},
    Text{"LISTED-DOCUMENT-SIGNER/name", "Document signer"},
    Text{"LISTED-MASTER-LIST-SIGNER/name", "Signer of master lists"},
    Text{"LISTED-OTHER/name", "Other certificate"},
    Text{"LISTED-CITIZEN-CA/name", "CA of the holders' keys"},
    Text{"LISTED-CRL/name", "Revocation list"},
    Text{"LISTED-CITIZEN-CRL/name", "Revocation list of the holders' keys"},
    Text{"LISTED-MASTER-LIST/name", "Master list"},
    Text{"LISTED-CARD-STATUS-LIST/name", "Card status list"},
    Text{"LISTED-TRUST-PACKAGE/name", "Trust package"},
    Text{"LISTED-PACKAGE-ROOT/name", "Root of the trust packages"},
    Text{"LISTED-UNREADABLE/name", "Unreadable"},
};

static_assert(broken_rules.size() == static_cast<std::size_t>(LintRule::list_period) + 1);
static_assert(allowances.size() == static_cast<std::size_t>(Allowance::security_object_version) + 1);

} // namespace

Text broken(LintRule rule)
{
    return broken_rules.at(static_cast<std::size_t>(rule));
}

Text allowed(Allowance allowance)
{
    return allowances.at(static_cast<std::size_t>(allowance));
}

Text listed_kind(std::string_view kind)
{
    const auto& names = listed_kinds();
    return kinds.at(static_cast<std::size_t>(std::ranges::find(names, kind) - names.begin()));
}

std::span<const Text> all_trust_texts()
{
    static const std::vector<Text> joined = [] {
        std::vector<Text> texts{broken_rules.begin(), broken_rules.end()};
        texts.insert(texts.end(), allowances.begin(), allowances.end());
        texts.insert(texts.end(), kinds.begin(), kinds.end());
        return texts;
    }();
    return joined;
}

} // namespace idcard::texts
