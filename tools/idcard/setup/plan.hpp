// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace idcard::setup {

/// How the part of a file that is ours is told from the rest, when both were changed since.
enum class Kind {
    whole,  ///< the file is ours: changed by somebody, it stays
    block,  ///< `inserted` stands in it once
    policy, ///< a policies.json that names `inserted` as a security device
    store,  ///< made empty for a program that fills it: once filled, it belongs to that program
};

/// What a file holds, byte for byte; nothing where there is no file.
using Content = std::optional<std::string>;

/// One file before and after.
struct Edit {
    std::string program; ///< whose settings these are: "Chromium"
    std::filesystem::path file;
    Content current; ///< what is there now
    Content base;    ///< what `setup undo` leads back to
    Content after;
    Kind kind = Kind::whole;
    std::string inserted = {};

    bool changes() const { return current != after; }
};

/// What one command would do.
struct Plan {
    std::string area; ///< "browser", "ssh", "java", "openssl"
    std::vector<Edit> edits = {};
    std::vector<std::string> notes = {}; ///< in the language of the user

    bool changes() const;
};

/// Lines that go ("- …") and come ("+ …"), what is common at the begin and the end left out; one line of words for
/// what is no text.
std::vector<std::string> differences(const Content& current, const Content& after);

} // namespace idcard::setup
