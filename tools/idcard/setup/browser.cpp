// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/areas.hpp"
#include "idcard/setup/files.hpp"
#include "idcard/setup/insertion.hpp"
#include "idcard/setup/nss_database.hpp"
#include "idcard/setup/profiles.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace idcard::setup {

namespace fs = std::filesystem;

namespace {

/// A program that reads policies, and where from: of several files it reads the first that exists.
struct PolicyReader {
    const char* program;
    std::array<const char*, 2> signs; ///< one of them exists where the program is installed
    std::array<const char*, 3> files;
};

constexpr std::array policy_readers{
    PolicyReader{"Firefox", {"/usr/bin/firefox", "/usr/lib/firefox"},
        {"/etc/firefox/policies/policies.json", "/usr/lib/firefox/distribution/policies.json",
            "/usr/lib64/firefox/distribution/policies.json"}},
    PolicyReader{"Firefox ESR", {"/usr/bin/firefox-esr", "/usr/lib/firefox-esr"},
        {"/etc/firefox-esr/policies/policies.json", "/usr/lib/firefox-esr/distribution/policies.json",
            "/usr/share/firefox-esr/distribution/policies.json"}},
    PolicyReader{"Thunderbird", {"/usr/bin/thunderbird", "/usr/lib/thunderbird"},
        {"/etc/thunderbird/policies/policies.json", "/usr/lib/thunderbird/distribution/policies.json",
            "/usr/lib64/thunderbird/distribution/policies.json"}},
};

/// A browser that runs in a sandbox, by what its packager leaves in the home folder and in the system.
struct Sandboxed {
    const char* program;
    const char* by; ///< "snap", "flatpak"
    const char* in_home;
    const char* in_system;
};

constexpr std::array sandboxed{
    Sandboxed{"Firefox", "snap", "snap/firefox", "/snap/firefox"},
    Sandboxed{"Chromium", "snap", "snap/chromium", "/snap/chromium"},
    Sandboxed{"Thunderbird", "snap", "snap/thunderbird", "/snap/thunderbird"},
    Sandboxed{"Firefox", "flatpak", ".var/app/org.mozilla.firefox", "/var/lib/flatpak/app/org.mozilla.firefox"},
    Sandboxed{"Chromium", "flatpak", ".var/app/org.chromium.Chromium", "/var/lib/flatpak/app/org.chromium.Chromium"},
    Sandboxed{"Google Chrome", "flatpak", ".var/app/com.google.Chrome", "/var/lib/flatpak/app/com.google.Chrome"},
    Sandboxed{
        "Thunderbird", "flatpak", ".var/app/org.mozilla.Thunderbird", "/var/lib/flatpak/app/org.mozilla.Thunderbird"},
};

/// All of them read the same database.
constexpr std::array chromium_programs{
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "brave-browser", "microsoft-edge"};

bool is_there(const fs::path& path)
{
    std::error_code error;
    return fs::exists(path, error);
}

/// The file that the program reads, or would if it were there.
fs::path policy_file(const Places& places, const PolicyReader& reader)
{
    for (const char* name : reader.files)
        if (is_there(places.of_system(name)))
            return places.of_system(name);
    return places.of_system(reader.files.front());
}

bool is_installed(const Places& places, const PolicyReader& reader)
{
    return std::ranges::any_of(reader.signs, [&places](const char* sign) { return is_there(places.of_system(sign)); });
}

void add_policies(const Request& request, Plan& plan)
{
    for (const PolicyReader& reader : policy_readers) {
        if (!is_installed(request.places, reader))
            continue;
        Edit edit = edit_of(request, reader.program, policy_file(request.places, reader), Kind::policy);
        if (edit.base && has_device(*edit.base, request.module))
            continue; // an administrator did it
        edit.inserted = request.module.string();
        edit.after = edit.current && has_device(*edit.current, request.module)
                         ? edit.current
                         : with_device(edit.base.value_or(""), request.module, edit.file);
        plan.edits.push_back(std::move(edit));
    }
    plan.notes.push_back(request.catalogue.text(
        "Chromium takes modules from its users alone: each runs idcard setup browser, without --system."));
}

/// Whether the policies of the system give the program the module already: two registrations ask for two PINs.
bool has_policy(const Request& request, const PolicyReader& reader)
{
    const Content content = read_content(policy_file(request.places, reader));
    return content && has_device(*content, request.module);
}

void add_profiles(const Request& request, Plan& plan, std::string_view program, const fs::path& folder)
{
    for (const PolicyReader& reader : policy_readers)
        if (std::string_view{reader.program}.starts_with(program) && has_policy(request, reader)) {
            plan.notes.push_back(filled(
                request.catalogue.text("{} has the module already, by the policies of this system."), reader.program));
            return;
        }
    for (const fs::path& profile : profiles_in(folder))
        std::ranges::move(
            register_in_nss(request, std::string{program}, profile, false), std::back_inserter(plan.edits));
}

/// Chromium's database: the old place, which goes first, or the new one; the old one is made where
/// there is neither, if there is such a browser.
void add_chromium(const Request& request, Plan& plan)
{
    const fs::path place_by_xdg = request.places.data / "pki/nssdb";
    const fs::path old_place = request.places.home / ".pki/nssdb";
    const bool is_new = !is_there(old_place / "pkcs11.txt") && is_there(place_by_xdg / "pkcs11.txt");
    const bool is_installed = std::ranges::any_of(
        chromium_programs, [](const char* program) { return program_on_path(program).has_value(); });
    std::ranges::move(register_in_nss(request, "Chromium", is_new ? place_by_xdg : old_place, is_installed),
        std::back_inserter(plan.edits));
}

void add_notes_on_sandboxes(const Request& request, Plan& plan)
{
    for (const Sandboxed& browser : sandboxed)
        if (is_there(request.places.home / browser.in_home) || is_there(request.places.of_system(browser.in_system)))
            plan.notes.push_back(
                filled(request.catalogue.text("{} runs in a sandbox and cannot load modules of this computer. Use the "
                                              "one of the Debian packages, or "
                                              "p11-kit as in docs/integrations.md, \"Browsers in a sandbox\"."),
                    std::string{browser.program} + " (" + browser.by + ")"));
}

} // namespace

Plan plan_browser(const Request& request)
{
    Plan plan{.area = "browser"};
    if (request.places.system) {
        add_policies(request, plan);
    } else {
        add_chromium(request, plan);
        add_profiles(request, plan, "Firefox", request.places.home / ".mozilla/firefox");
        add_profiles(request, plan, "Firefox", request.places.config / "mozilla/firefox");
        add_profiles(request, plan, "Thunderbird", request.places.home / ".thunderbird");
    }
    add_notes_on_sandboxes(request, plan);
    if (plan.changes())
        plan.notes.push_back(request.catalogue.text("Close the browsers and open them again to use the card."));
    return plan;
}

} // namespace idcard::setup
