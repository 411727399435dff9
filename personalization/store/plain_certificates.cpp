// SPDX-License-Identifier: Apache-2.0
#include "store/plain_certificates.hpp"

#include "card/pki/certificate.hpp"
#include "database/seconds.hpp"
#include "jobs/certificate_trace.hpp"

namespace perso::store {

namespace {

card::pki::Certificate parse(const card::Bytes& der)
try {
    return card::pki::Certificate::parse(der);

} catch (const card::Error&) {
    throw card::Error{card::Errc::store_failed, card::Step{"store"}, "a certificate that cannot be read"};
}

/// Some hundred of them.
void trace_keys(Database& database)
{
    const Rows rows = database.rows("plain_key_certificates");
    for (const Row& row : rows) {
        const auto certificate = parse(row.bytes(1));
        const CertificateTrace trace = trace_of(certificate);
        const card::Bytes key = row.bytes(0);
        const card::Bytes public_key = certificate.spki();
        database.execute("trace_key_certificate",
            {{":hash", key}, {":certificate_hash", trace.hash}, {":serial_number", trace.serial_number},
                {":not_after", seconds(trace.not_after)}, {":public_key", public_key}});
    }
}

void trace_renewed(Database& database)
{
    const Rows rows = database.rows("plain_renewed_certificates");
    for (const Row& row : rows) {
        const CertificateTrace trace = trace_of(parse(row.bytes(3)));
        database.execute("trace_renewed_certificate",
            {{":card", row.number(0)}, {":number", row.number(1)}, {":slot", row.text(2)}, {":hash", trace.hash},
                {":serial_number", trace.serial_number}, {":not_after", seconds(trace.not_after)}});
    }
}

} // namespace

void trace_plain_certificates(Database& database)
{
    while (database.number("count_plain_certificates") > 0)
        database.change([&] { // another process that was faster leaves nothing to do
            trace_keys(database);
            trace_renewed(database);
        });
}

} // namespace perso::store
