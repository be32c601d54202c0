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

  protected:
    /// Ends the parsing with this error.
    void fail(Error failure) {
        if (status_.ok()) status_ = std::move(failure);
    }

  private:
    Status status_;
};

/// Parses an entry of the archive as it inflates. Document types, and with them entities of any kind, are
/// refused, so nothing expands and nothing is fetched.
Status parse_part(ZipArchive& archive, std::uint64_t entry, std::uint64_t limit, XmlHandler& handler,
                  const std::stop_token& stop, const Progress& progress = {});

}  // namespace tacit::table
