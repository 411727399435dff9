// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/lds/security_infos.hpp"

#include <string>

namespace idcard {

/// "PACE, generic mapping, ECDH, AES-128" from 0.4.0.127.0.7.2.2.4.2.2; an unknown identifier as it is.
/// [9303-11] §9.2
std::string protocol_name(const card::tlv::Oid& protocol);

/// "P-256" from 12. [9303-11] §9.5.1
std::string curve_name(unsigned parameter_id);

} // namespace idcard
