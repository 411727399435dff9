// SPDX-License-Identifier: Apache-2.0
#include "batches/likeness.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "card/text/names.hpp"

#include <array>

namespace perso::batches {

using intake::Sex;

namespace {

struct KindOfNotice {
    NoticeKind kind;
    std::string_view name;
    const char* sentence;
};

constexpr std::array kinds{
    KindOfNotice{NoticeKind::same_photograph, "same_photograph", text("the same photograph as of another citizen")},
    KindOfNotice{
        NoticeKind::same_name_and_birth, "same_name_and_birth", text("the name and date of birth of another citizen")},
    KindOfNotice{NoticeKind::title_and_sex, "title_and_sex", text("title and sex contradict each other")},
    KindOfNotice{
        NoticeKind::household_address, "household_address", text("another address than others of the household")},
};

/// Titles that say the sex. Ranks, degrees and titles of monks and elders say nothing that is certain.
Sex sex_of(std::string_view title)
{
    for (const std::string_view male : {"ທ້າວ", "MR", "THAO"})
        if (title == male)
            return Sex::male;
    for (const std::string_view female : {"ນາງ", "ນາງສາວ", "MRS", "MS", "MISS", "NANG"})
        if (title == female)
            return Sex::female;
    return Sex::unspecified;
}

card::Bytes birth_hash(const intake::Record& record)
{
    const std::string key =
        card::text::search_key(record.lao.given + " " + record.lao.family) + '\n' + to_text(record.birth_date);
    return card::crypto::digest(card::crypto::Hash::sha256, card::as_bytes(key));
}

} // namespace

std::string_view name(NoticeKind kind)
{
    return kinds.at(static_cast<std::size_t>(kind)).name;
}

const char* sentence(NoticeKind kind)
{
    return kinds.at(static_cast<std::size_t>(kind)).sentence;
}

bool title_contradicts(const intake::Record& record)
{
    if (record.sex == Sex::unspecified)
        return false;
    for (const std::string& title : {record.lao.title, record.latin.title})
        if (const Sex said = sex_of(title); said != Sex::unspecified && said != record.sex)
            return true;
    return false;
}

std::vector<Notice> Likenesses::note(
    const intake::Record& record, const std::vector<std::string>& household, card::Time now)
{
    const std::string_view application = record.application;
    const card::Bytes photograph =
        sealer_.index("photograph", card::crypto::digest(card::crypto::Hash::sha256, record.photograph.jpeg));
    const card::Bytes birth = sealer_.index("birth", birth_hash(record));
    database_.execute("likeness_add", {{":application", application}, {":photograph", photograph}, {":birth", birth}});
    std::vector<Notice> notices;
    const auto compare = [&](NoticeKind kind, std::string_view statement, card::ByteView hash) {
        for (const auto& row : database_.rows(statement, {{":application", application}, {":hash", hash}}))
            notices.push_back({kind, row.text(0)});
    };
    compare(NoticeKind::same_photograph, "likeness_of_photograph", photograph);
    compare(NoticeKind::same_name_and_birth, "likeness_of_birth", birth);
    if (title_contradicts(record))
        notices.push_back({NoticeKind::title_and_sex, ""});
    for (const std::string& other : household)
        notices.push_back({NoticeKind::household_address, other});
    database_.execute("notices_forget", {{":application", application}}); // those of a record that was mended
    for (const Notice& notice : notices)
        database_.execute(
            "notice_add", {{":application", application}, {":kind", name(notice.kind)}, {":other", notice.other},
                              {":at", std::int64_t{now.time_since_epoch().count()}}});
    return notices;
}

std::vector<Notice> notices_of(store::Database& database, std::string_view application)
{
    std::vector<Notice> out;
    for (const auto& row : database.rows("notices_of", {{":application", application}}))
        for (const auto& [kind, named, ignored] : kinds)
            if (named == row.text(0))
                out.push_back({kind, row.text(1)});
    return out;
}

} // namespace perso::batches
