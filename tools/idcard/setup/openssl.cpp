// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/areas.hpp"
#include "idcard/setup/files.hpp"
#include "idcard/setup/openssl_sections.hpp"

#include <fmt/format.h>

namespace idcard::setup {

namespace fs = std::filesystem;

namespace {

constexpr auto system_file = "/etc/ssl/openssl.cnf";

} // namespace

Plan plan_openssl(const Request& request)
{
    const Places& places = request.places;
    const Content system = read_content(places.of_system(system_file));
    const fs::path file =
        places.system ? places.of_system("/etc/idcard/openssl.cnf") : places.config / "idcard/openssl.cnf";
    const Sections sections = sections_of(system.value_or(""));

    Edit edit = edit_of(request, "OpenSSL", file, Kind::whole);
    // A section that is opened again goes on; a name in it that comes again counts instead of the first.
    edit.after = fmt::format("# idcard setup openssl\n{}[default]\nopenssl_conf = {}\n\n[{}]\nengines = {}\n\n[{}]\n"
                             "pkcs11 = idcard_pkcs11\n\n[idcard_pkcs11]\nengine_id = pkcs11\nMODULE_PATH = {}\n"
                             "init = 0\n",
        system ? fmt::format(".include {}\n\n", system_file) : "", sections.main, sections.main, sections.engines,
        sections.engines, request.module.string());
    Plan plan{.area = "openssl", .edits = {std::move(edit)}};
    plan.notes.push_back(filled(request.catalogue.text("Programs use it when this stands in their environment: {}"),
        "OPENSSL_CONF=" + file.string()));
    if (!has_engine(places))
        plan.notes.push_back(request.catalogue.text(
            "OpenSSL's engine for PKCS#11 was not found; it is in the Debian package libengine-pkcs11-openssl."));
    return plan;
}

} // namespace idcard::setup
