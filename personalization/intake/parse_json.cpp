// SPDX-License-Identifier: Apache-2.0
#include "intake/parse_json.hpp"

#include "base/text.hpp"

namespace perso::intake {

namespace {

constexpr int deepest = 8;

/// Sees every key while the text is parsed. The library would silently keep the last of two equal keys.
class KeyWatch {
public:
    using Event = nlohmann::json::parse_event_t;

    bool operator()(int depth, Event event, const nlohmann::json& parsed)
    {
        too_deep_ = too_deep_ || depth > deepest;
        if (event == Event::object_start)
            keys_.emplace_back();
        else if (event == Event::object_end)
            keys_.pop_back();
        else if (event == Event::key && !keys_.back().insert(parsed.get<std::string>()).second)
            doubled_ = parsed.get<std::string>();
        return true;
    }

    bool too_deep() const { return too_deep_; }

    const std::optional<std::string>& doubled() const { return doubled_; }

private:
    std::vector<std::set<std::string>> keys_;
    std::optional<std::string> doubled_;
    bool too_deep_ = false;
};

} // namespace

std::optional<nlohmann::json> parse_json(std::string_view json_text, Rejections& rejections)
{
    KeyWatch watch;
    auto json = nlohmann::json::parse(json_text, std::ref(watch), false);
    if (json.is_discarded())
        rejections.push_back({whole_record, text("no JSON")});
    else if (watch.too_deep())
        rejections.push_back({whole_record, text("nested too deeply")});
    else if (watch.doubled())
        rejections.push_back({*watch.doubled(), text("stands twice")});
    else
        return json;
    return std::nullopt;
}

} // namespace perso::intake
