// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "idcard/output/report.hpp"

#include <string>

namespace idcard {

/// A verification as one page for a browser that asks for nothing else: no script, no address, the photograph inside.
/// The photograph (PNG, or empty) is the caller's, who knows whether the verdict vouches for it.
std::string to_html(const card::session::Verification& verification, const card::cli::Catalogue& catalogue,
    const ReportExtras& extras, card::ByteView photograph);

/// Text between tags or in an attribute.
std::string html_escaped(const std::string& text);

} // namespace idcard
