// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "idcard/setup/places.hpp"

#include <string>
#include <string_view>

namespace idcard::setup {

/// The sections of an openssl.cnf that name engines, or the names that they get.
struct Sections {
    std::string main = "openssl_init";      ///< what `openssl_conf` names
    std::string engines = "idcard_engines"; ///< what `engines` in it names
};

/// By the text of the system's openssl.cnf; files that it includes are not looked at.
Sections sections_of(std::string_view text);

/// Whether OpenSSL's pkcs11 engine is installed.
bool has_engine(const Places& places);

} // namespace idcard::setup
