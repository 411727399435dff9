// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace test {

/// One row of docs/glossary.md: the forms of an English term and the Lao words, one of which stands for it.
struct Term {
    std::vector<std::string> english;
    std::vector<std::string> lao;
};

struct Glossary {
    std::vector<Term> terms;
    std::vector<std::string> reviewers;

    /// The terms that a text holds, the longest where they overlap. Forms in capitals are looked up as they are,
    /// others in any case.
    std::vector<const Term*> terms_in(std::string text) const;
};

/// Throws std::runtime_error if the file is missing or has no table of terms.
Glossary read_glossary(const std::string& path);

} // namespace test
