// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/errc.hpp"
#include "card/base/status_word.hpp"

#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace card {

/// What was being done, in the words of the specification: "PACE step 1", "READ BINARY EF.SOD".
struct Step {
    std::string name;
};

/// The one exception type. Callers switch on the code; the sentence is for logs and never holds data of a card,
/// a secret or personal data.
class CARD_API Error : public std::exception {
public:
    Error(Errc code, std::string_view sentence);
    Error(Errc code, Step step, std::string_view sentence);
    Error(Errc code, Step step, StatusWord sw);

    Errc code() const noexcept { return code_; }

    const std::string& step() const noexcept { return step_; }

    std::optional<StatusWord> status_word() const noexcept { return sw_; }

    /// The field of a record, key of a file or name of an option that is wrong; empty if none.
    const std::string& field() const noexcept { return field_; }

    /// A number that the message shows: tries left, a line, a count.
    std::optional<long> number() const noexcept { return number_; }

    Error&& with_field(std::string field) &&;
    Error&& with_number(long number) &&;

    const char* what() const noexcept override { return what_.c_str(); }

private:
    Errc code_;
    std::string step_;
    std::optional<StatusWord> sw_;
    std::string field_;
    std::optional<long> number_;
    std::string what_;
};

/// Throws Error{code, step, sentence} unless `condition` holds.
CARD_API void require(bool condition, Errc code, std::string_view step, std::string_view sentence);

} // namespace card
