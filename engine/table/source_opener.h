#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "table/source.h"

namespace tacit::table {

/// A source whose tables lie in no file of ours, opened and ready to be read in the thread that opened it.
struct OpenedSource {
    std::unique_ptr<Source> source;
    std::string name;            ///< for people, where a file has its name; holds no secret
    std::filesystem::path file;  ///< where its data lie, if that is a file, so that no result replaces it
};

/// Opens sources that are named by an address instead of a file's path: databases. Implemented outside of the
/// engine, as their drivers are Qt's. Safe to call from any thread.
class SourceOpener {
  public:
    virtual ~SourceOpener() = default;
    /// Whether the address is of a kind that is opened here, be something there or not.
    virtual bool knows(const std::string& address) const = 0;
    /// `password`: empty where none is needed, or where somebody else keeps it. Fault::database_refused with
    /// what happened and what to do next, never with the password in it; or cancelled.
    virtual Result<OpenedSource> open(const std::string& address, const std::string& password,
                                      const std::stop_token& stop) = 0;
};

}  // namespace tacit::table
