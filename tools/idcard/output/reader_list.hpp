// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/pcsc/reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace idcard {

/// A reader and what the card in it turned out to be.
struct ReaderLine {
    card::pcsc::Reader reader;
    bool identity = false;                  ///< the card has our identity application
    bool pki = false;                       ///< the card has our PKI application
    bool issued = false;                    ///< its PKI application is personalized
    std::optional<card::Errc> problem = {}; ///< why the card could not be asked
};

std::string to_text(const std::vector<ReaderLine>& readers, const card::cli::Catalogue& catalogue);

/// After docs/schemas/readers-1.json.
std::string to_json(const std::vector<ReaderLine>& readers);

} // namespace idcard
