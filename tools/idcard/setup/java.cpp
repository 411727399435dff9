// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/areas.hpp"
#include "idcard/setup/files.hpp"
#include "idcard/setup/security_properties.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace idcard::setup {

namespace fs = std::filesystem;

namespace {

/// The security properties of the Java that JAVA_HOME or PATH names.
std::optional<fs::path> security_properties()
{
    std::optional<fs::path> home;
    if (const char* value = std::getenv("JAVA_HOME"); value != nullptr && *value == '/')
        home = value;
    else if (const auto java = program_on_path("java"))
        home = java->parent_path().parent_path();
    std::error_code error;
    if (home)
        for (const char* name :
            {"conf/security/java.security", "lib/security/java.security", "jre/lib/security/java.security"})
            if (fs::exists(*home / name, error))
                return *home / name;
    return std::nullopt;
}

} // namespace

Plan plan_java(const Request& request)
{
    const Places& places = request.places;
    const fs::path folder = places.system ? places.of_system("/etc/idcard") : places.config / "idcard";
    const fs::path configuration = folder / "java-pkcs11.cfg";
    Plan plan{.area = "java"};

    Edit provider = edit_of(request, "Java", configuration, Kind::whole);
    provider.after = fmt::format("# idcard setup java\nname = idcard\ndescription = Lao PDR identity card\n"
                                 "library = {}\nslotListIndex = 0\n",
        request.module.string());
    plan.edits.push_back(std::move(provider));

    const auto properties = security_properties();
    if (!properties) {
        plan.notes.push_back(filled(request.catalogue.text("No Java was found. With keytool and jarsigner: "
                                                           "-providerClass sun.security.pkcs11.SunPKCS11 -providerArg "
                                                           "{}"),
            configuration.string()));
        return plan;
    }
    const Provider place = place_of_sunpkcs11(read_content(*properties).value_or(""));
    const fs::path addition = folder / "java.security";
    Edit security = edit_of(request, "Java", addition, Kind::whole);
    security.after = fmt::format(
        "# idcard setup java\nsecurity.provider.{}={} {}\n", place.number, place.name, configuration.string());
    plan.edits.push_back(std::move(security));
    plan.notes.push_back(
        filled(request.catalogue.text("Give Java this option: {}"), "-Djava.security.properties=" + addition.string()));
    return plan;
}

} // namespace idcard::setup
