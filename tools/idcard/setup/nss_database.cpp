// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/nss_database.hpp"

#include "card/base/error.hpp"
#include "idcard/setup/files.hpp"
#include "idcard/setup/insertion.hpp"
#include "idcard/setup/run_program.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace idcard::setup {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;

namespace {

constexpr const char* list_name = "pkcs11.txt";

/// A folder of our own that goes again with everything in it.
class Scratch {
public:
    Scratch()
    {
        std::string name = (fs::temp_directory_path() / "idcard-setup-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr)
            throw Error{Errc::file_unwritable, "no scratch folder"}.with_field(name);
        folder_ = name;
    }

    ~Scratch()
    {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const fs::path& folder() const { return folder_; }

private:
    fs::path folder_;
};

void modutil(const std::vector<std::string>& arguments, const fs::path& scratch, const fs::path& database)
{
    std::vector<std::string> command{"modutil", "-force", "-dbdir"};
    command.push_back("sql:" + scratch.string());
    command.insert(command.end(), arguments.begin(), arguments.end());
    if (run_program(command) == 0)
        return;
    command[3] = "sql:" + database.string(); // what a person can run again
    std::string shown;
    for (const std::string& word : command)
        shown += (shown.empty() ? "" : " ") + (word.find(' ') == std::string::npos ? word : '"' + word + '"');
    throw Error{Errc::tool_failed, "modutil refused"}.with_field(shown);
}

/// The lines that NSS adds for a module.
std::string block_of(const std::string& list, const fs::path& module, const fs::path& database)
{
    const std::string begin = fmt::format("library={}\n", module.string());
    const auto at = list.find(begin);
    const auto end = at == std::string::npos ? at : list.find("\n\n", at);
    if (end == std::string::npos)
        throw Error{Errc::tool_failed, "modutil did not add it"}.with_field(
            fmt::format("modutil -dbdir sql:{} -list", database.string()));
    return list.substr(at, end + 2 - at);
}

/// NSS writes down where the database lies, which is not our scratch folder.
std::string moved(std::string text, const fs::path& from, const fs::path& to)
{
    for (auto at = text.find(from.string()); at != std::string::npos;
         at = text.find(from.string(), at + to.string().size()))
        text.replace(at, from.string().size(), to.string());
    return text;
}

bool stands_in(const Content& list, const fs::path& module)
{
    return list && ("\n" + *list).find(fmt::format("\nlibrary={}\n", module.string())) != std::string::npos;
}

} // namespace

std::vector<Edit> register_in_nss(
    const Request& request, const std::string& program, const fs::path& folder, bool create)
{
    Edit list = edit_of(request, program, folder / list_name, Kind::block);
    if ((!list.base && !create) || stands_in(list.base, request.module))
        return {};
    const bool create_all = !list.base;

    const Scratch scratch;
    if (create_all)
        modutil({"-create"}, scratch.folder(), folder);
    else
        write_content(scratch.folder() / list_name, list.base);
    modutil({"-add", std::string{device_name}, "-libfile", request.module.string()}, scratch.folder(), folder);
    const std::string made = read_content(scratch.folder() / list_name).value_or("");
    list.inserted = block_of(made, request.module, folder);
    if (has_block(list.current, list.inserted))
        list.after = list.current;
    else
        list.after = create_all ? moved(made, scratch.folder(), folder) : with_block(*list.base, list.inserted);

    std::vector<Edit> edits{std::move(list)};
    if (create_all)
        for (const char* name : {"cert9.db", "key4.db"}) {
            Edit store = edit_of(request, program, folder / name, Kind::store);
            store.after = store.current ? store.current : read_content(scratch.folder() / name);
            edits.push_back(std::move(store));
        }
    return edits;
}

} // namespace idcard::setup
