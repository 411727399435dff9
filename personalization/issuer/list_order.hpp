// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/pki/crl.hpp"
#include "card/trust/package_contents.hpp"

#include <compare>

namespace perso::issuer {

/// The highest number of the office's own lists in a package, CRLs of CSCAs apart: 0 for none. All own lists are
/// numbered in one sequence. Throws what the lists throw that cannot be read.
std::uint32_t highest_list_number(const card::trust::Files& files);

/// cRLNumbers of up to 20 bytes; a list without a number is before all others. [RFC5280] §5.2.3
std::strong_ordering compare_numbers(const card::pki::Crl& a, const card::pki::Crl& b);

/// Throws lists_went_back with the name of the first list of `next` that is not newer than that of the package
/// `before`: the number of the card status list rises, that of a CRL does not fall, and no list goes while the
/// certificate of its authority stays, nor a CA of the holders' keys at all. Only lists of changes may go.
void require_later_lists(const card::trust::Files& before, const card::trust::Files& next);

/// What the newest package has revoked and the store has not: so many entries of that list.
[[noreturn]] void refuse_older_store(const std::string& list, std::size_t entries);

} // namespace perso::issuer
