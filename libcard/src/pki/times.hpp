// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/tlv/reader.hpp"

namespace card::pki {

/// UTCTime or GeneralizedTime in the only form that DER and RFC 5280 leave: with seconds, in UTC, without fractions.
/// GeneralizedTime is taken before 2050 as well. Throws malformed_tlv for another type, malformed_data.
/// [RFC5280] §4.1.2.5
Time read_time(const tlv::Element& element);

/// The same in the other forms that certificates of older issuers have: without seconds, with a zone or a fraction.
/// Throws malformed_tlv for another type, malformed_data.
Time read_any_time(const tlv::Element& element);

/// UTCTime to 2049, GeneralizedTime from 2050. [RFC5280] §4.1.2.5
Bytes encode_time(Time time);

} // namespace card::pki
