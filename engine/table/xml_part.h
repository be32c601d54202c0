#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "table/source.h"
#include "table/zip_archive.h"

namespace tacit::table {

/// The attributes of one element, by local name (namespaces are not looked at).
class XmlAttributes {
  public:
    explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}
    std::optional<std::string_view> get(std::string_view local_name) const;
    /// A whole number without sign of at most nine digits.
    std::optional<std::uint32_t> number(std::string_view local_name) const;
    bool flag(std::string_view local_name) const;  ///< "1" or "true"
    static std::optional<std::uint32_t> whole_number(std::string_view text);

    /// Calls `use(prefix, local name, value)` for each.
    template <class Use>
    void each(Use use) const {
        for (auto pair = pairs_; *pair != nullptr; pair += 2) {
            const std::string_view name(pair[0]);
            const auto colon = name.find(':');
            if (colon == std::string_view::npos)
                use(std::string_view(), name, std::string_view(pair[1]));
            else
                use(name.substr(0, colon), name.substr(colon + 1), std::string_view(pair[1]));
        }
    }

  private:
    const char* const* pairs_;
};

/// Takes the events of one part. Names are local names.
class XmlHandler {
  public:
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view piece) = 0;

    const Status& status() const { return status_; }
    bool finished() const { return finished_; }

  protected:
    /// Ends the parsing with this error.
    void fail(Error failure) {
        if (status_.ok()) status_ = std::move(failure);
    }

    /// Ends the parsing without an error: nothing behind this place is needed.
    void finish() { finished_ = true; }

  private:
    Status status_;
    bool finished_ = false;
};

/// Parses an entry of the archive as it inflates. Document types, and with them entities of any kind, are
/// refused, so nothing expands and nothing is fetched.
Status parse_part(ZipArchive& archive, std::uint64_t entry, std::uint64_t limit, XmlHandler& handler,
                  const std::stop_token& stop, const Progress& progress = {});

/// The same for a document in memory. The parser is chosen by the encoding; `expat` insists on that one.
Status parse_xml(std::string_view document, XmlHandler& handler, const std::stop_token& stop,
                 const Progress& progress = {}, bool expat = false);

}  // namespace tacit::table
