// SPDX-License-Identifier: Apache-2.0
#include "line/board_file.hpp"

#include "base/read_file.hpp"
#include "card/base/bytes.hpp"
#include "card/base/error.hpp"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace perso::line {

namespace {

/// Of an open file, as long as anybody has it open: F_OFD_GETLK asks for it without taking it. [fcntl(2) of Linux]
struct flock whole_file()
{
    struct flock lock {};

    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

std::string text_of(const std::vector<ReaderStand>& readers)
{
    auto list = nlohmann::json::array();
    for (const ReaderStand& stand : readers)
        list.push_back({{"reader", stand.reader}, {"text", stand.text}, {"hand", stand.hand}, {"cards", stand.cards},
            {"per_hour", stand.per_hour}});
    return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A draft, locked before it takes the name. None on failure.
card::Descriptor draft_of(const std::filesystem::path& draft, const std::string& text)
{
    card::Descriptor file{
        ::open(draft.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)};
    struct flock lock = whole_file();
    if (::fcntl(file.get(), F_OFD_SETLK, &lock) != 0 || !file.write_all(card::as_bytes(text)))
        file.close();
    return file;
}

/// Whether somebody has it locked; a file that was replaced just now is asked for again by its name.
bool is_locked(const std::filesystem::path& file)
{
    for (int tries = 0; tries < 2; ++tries) {
        const card::Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
        struct flock lock = whole_file();
        if (::fcntl(opened.get(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
            return true;
    }
    return false;
}

} // namespace

BoardFile::~BoardFile()
{
    std::error_code left; // nobody reads it without its lock
    std::filesystem::remove(file_, left);
}

void BoardFile::write(const std::vector<ReaderStand>& readers) noexcept
try {
    std::filesystem::path draft = file_;
    draft += ".new";
    card::Descriptor written = draft_of(draft, text_of(readers));
    if (written.is_open() && ::rename(draft.c_str(), file_.c_str()) == 0)
        locked_ = std::move(written);
    else
        ::unlink(draft.c_str());

} catch (const std::exception&) { // no memory: as little news as on a full disk
    return;
}

std::vector<ReaderStand> read_board(const std::filesystem::path& file)
try {
    if (!is_locked(file))
        return {};
    std::vector<ReaderStand> readers;
    for (const auto& stand : nlohmann::json::parse(card::as_text(read_file(file))))
        readers.push_back({stand.at("reader").get<std::string>(), stand.at("text").get<std::string>(),
            stand.at("hand").get<bool>(), stand.at("cards").get<int>(), stand.at("per_hour").get<double>()});
    return readers;

} catch (const nlohmann::json::exception&) {
    return {};

} catch (const card::Error&) { // it was removed just now

    return {};
}

} // namespace perso::line
