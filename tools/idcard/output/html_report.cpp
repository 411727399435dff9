// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/html_report.hpp"

#include "card/version.hpp"
#include "idcard/base64.hpp"
#include "idcard/output/report_parts.hpp"
#include "idcard/output/texts.hpp"
#include "idcard/output/verdict_lines.hpp"

#include <fmt/format.h>

namespace idcard {

using card::cli::Catalogue;
using card::session::Verification;
using card::trust::Check;

namespace {

/// Nothing is loaded from anywhere, and nothing runs, whatever a card smuggles into a text.
constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: "Phetsarath OT", "Noto Sans Lao", sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; }}
h1 {{ font-size: 1.4em; padding: .6em; color: #fff; background: #8a5a00; }}
h1.genuine {{ background: #1b6e2f; }}
h1.not_genuine {{ background: #a01818; }}
table {{ border-collapse: collapse; width: 100%; margin: 1em 0; }}
th, td {{ text-align: left; vertical-align: top; padding: .3em .6em; border-bottom: 1px solid #ccc; }}
td.failed {{ color: #a01818; font-weight: bold; }}
td.passed {{ color: #1b6e2f; }}
code {{ font-size: .85em; }}
img {{ float: right; max-width: 12em; margin: 0 0 1em 1em; border: 1px solid #888; }}
footer {{ color: #555; font-size: .85em; }}
@media print {{ h1 {{ color: #000; background: none !important; border: 2px solid #000; }} }}
</style>
</head>
<body>
)";

std::string rows(const Rows& table)
{
    std::string out = "<table>\n";
    for (const auto& [label, value] : table)
        if (!value.empty())
            out += fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", html_escaped(label), html_escaped(value));
    return out + "</table>\n";
}

std::vector<std::string_view> identifiers(const Check& check)
{
    std::vector<std::string_view> out;
    for (const auto& code : {check.reason, check.remark})
        if (code)
            out.push_back(card::cli::identifier(*code));
    return out;
}

std::string check_rows(const std::vector<Check>& checks, const Catalogue& catalogue)
{
    std::string out = "<table>\n";
    for (const Check& check : checks) {
        const texts::Text word = texts::state_word(check.state);
        out += fmt::format(R"(<tr><td class="{}">{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>)",
                   name(check.state), html_escaped(catalogue.text(word.context, word.english)),
                   html_escaped(subject(check, catalogue)), html_escaped(finding(check, catalogue)),
                   fmt::join(identifiers(check), " ")) +
               '\n';
    }
    return out + "</table>\n";
}

} // namespace

std::string html_escaped(const std::string& text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string to_html(
    const Verification& verification, const Catalogue& catalogue, const ReportExtras& extras, card::ByteView photograph)
{
    const card::trust::Verdict& verdict = verification.verdict;
    std::string out = fmt::format(fmt::runtime(head), fmt::arg("lang", code(catalogue.language())),
        fmt::arg("title", html_escaped(headline(verdict, catalogue))));
    out += fmt::format("<h1 class=\"{}\">{}</h1>\n<p>{} {}</p>\n", name(verdict.overall),
        html_escaped(headline(verdict, catalogue)), html_escaped(catalogue.text("What to do now:")),
        html_escaped(advice(verdict, catalogue)));
    if (!photograph.empty())
        out += fmt::format("<img alt=\"{}\" src=\"data:image/png;base64,{}\">\n",
            html_escaped(catalogue.text("Photograph")), base64(photograph));
    if (const Rows holder = holder_rows(verification, catalogue, extras.today); has_values(holder))
        out += fmt::format("<h2>{}</h2>\n", html_escaped(holder_heading(verdict.overall, catalogue))) + rows(holder);
    out +=
        fmt::format("<h2>{}</h2>\n", html_escaped(catalogue.text("Checks:"))) + check_rows(verdict.checks, catalogue);
    if (extras.evidence)
        out += fmt::format("<h2>{}</h2>\n", html_escaped(catalogue.text("Evidence:"))) +
               rows(evidence_rows(*extras.evidence, catalogue));
    if (extras.trust)
        out += fmt::format("<p>{}</p>\n", html_escaped(trust_line(extras.trust, catalogue)));
    if (extras.today.ok())
        out += fmt::format("<footer>{} {} – idcard {}</footer>\n", html_escaped(catalogue.text("Judged for")),
            card::to_text(extras.today), card::version);
    return out + "</body>\n</html>\n";
}

} // namespace idcard
