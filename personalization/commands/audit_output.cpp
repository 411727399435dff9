// SPDX-License-Identifier: Apache-2.0
#include "commands/audit_output.hpp"

#include "card/base/hex.hpp"
#include "card/cli/printable.hpp"
#include "card/trust/package_contents.hpp"

#include <fmt/format.h>

#include <iostream>

namespace perso {

namespace {

std::string sentence(audit::Damage damage, const Context& context)
{
    using audit::Damage;
    switch (damage) {
    case Damage::entry_missing:
        return context.text("entries were deleted");
    case Damage::entry_altered:
        return context.text("this entry does not follow from those before it: changed, moved or inserted");
    case Damage::entry_backdated:
        return context.text("its time is before that of the entry before");
    case Damage::entry_unchained:
        return context.text("without a hash, after entries that have one");
    case Damage::head_differs:
        return context.text("a checkpoint says otherwise: the chain was made anew");
    case Damage::cut_off:
        return context.text("a checkpoint stands for later entries: the end was cut off");
    case Damage::checkpoint_missing:
        return context.text("a checkpoint is missing in the store");
    case Damage::checkpoint_altered:
        return context.text("a checkpoint of the store is not what was signed");
    case Damage::forked:
        return context.text("two checkpoints of one number: two copies of the store went on");
    case Damage::card_without_entries:
        return context.text("the journal does not tell of this card");
    }
    return {};
}

} // namespace

nlohmann::json to_json(const audit::Verification& verification, const audit::StoreId& store)
{
    auto findings = nlohmann::json::array();
    for (const audit::Finding& finding : verification.findings) {
        nlohmann::json line{{"damage", audit::name(finding.damage)}};
        if (finding.entry != 0)
            line["entry"] = finding.entry;
        if (finding.checkpoint != 0)
            line["checkpoint"] = finding.checkpoint;
        if (!finding.about.empty())
            line["about"] = finding.about;
        findings.push_back(std::move(line));
    }
    return {{"schema", "idcard/audit-1"}, {"store", card::to_hex(store)}, {"whole", verification.findings.empty()},
        {"entries", verification.tip.number}, {"head", card::to_hex(verification.tip.head)},
        {"last_entry", card::trust::utc_text(verification.tip.at)}, {"before_chain", verification.before_chain},
        {"unanchored", verification.unanchored}, {"checkpoints", verification.checkpoints},
        {"exported", verification.exported}, {"abandoned", verification.abandoned}, {"findings", findings}};
}

std::string to_text(const audit::Verification& verification, const Context& context)
{
    std::string out;
    for (const audit::Finding& finding : verification.findings) {
        if (finding.entry != 0)
            out += fmt::format("{} {}: ", context.text("Entry"), finding.entry);
        out += sentence(finding.damage, context);
        if (finding.checkpoint != 0)
            out += fmt::format(" ({})", audit::file_name(finding.checkpoint));
        if (!finding.about.empty())
            out += fmt::format(" [{}]", card::cli::printable(finding.about));
        out += '\n';
    }
    const auto line = [&](const char* what, auto value) { out += fmt::format("{}: {}\n", context.text(what), value); };
    line("Entries", verification.tip.number);
    line("Checkpoints", verification.checkpoints);
    if (verification.exported + verification.abandoned > 0)
        line("Exported checkpoints that agree", verification.exported);
    if (verification.abandoned > 0)
        line("Checkpoints of a line that was given up after a restore", verification.abandoned);
    line("Entries after the last checkpoint", verification.unanchored);
    line("Head", card::to_hex(verification.tip.head));
    if (verification.findings.empty())
        out += context.text("The journal is whole.") + '\n';
    return out;
}

void print_checkpoint(const Context& context, const audit::SignedCheckpoint& checkpoint,
    const std::filesystem::path& folder, const card::pki::Certificate& certificate)
{
    const std::string file = (folder / audit::file_name(checkpoint.number)).string();
    const std::string fingerprint = card::to_hex(certificate.fingerprint());
    if (context.json()) {
        std::cout << nlohmann::json{{"schema", "idcard/checkpoint-made-1"}, {"number", checkpoint.number},
                         {"entry", checkpoint.entry}, {"head", card::to_hex(checkpoint.head)}, {"file", file},
                         {"certificate", fingerprint}}
                         .dump()
                  << '\n';
        return;
    }
    std::cout << context.text("Checkpoint:") << ' ' << file << '\n'
              << fmt::format("{}: {}\n", context.text("Entries"), checkpoint.entry)
              << fmt::format("{}: {}\n", context.text("Head"), card::to_hex(checkpoint.head))
              << context.text("SHA-256 fingerprint of the journal's certificate:") << ' ' << fingerprint << '\n';
}

} // namespace perso
