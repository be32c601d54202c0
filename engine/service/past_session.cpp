#include "service/past_session.h"

#include "service/background.h"
#include "service/export.h"
#include "service/history.h"
#include "service/stored_rows.h"

namespace tacit::service {

std::shared_ptr<PastSession> PastSession::open(store::Profile& profile, const std::string& id,
                                               const std::optional<crypto::VerifyKey>& me) {
    const auto record = profile.session(id);
    if (!record || !*record) return nullptr;
    auto view = shown(**record, me);
    if ((*record)->receipt)
        if (const auto receipt = session::Receipt::from_json(as_text(*(*record)->receipt)))
            view.receipt = shown(*receipt);
    return std::shared_ptr<PastSession>(new PastSession(profile, std::move(view)));
}

api::SubscriptionPtr PastSession::subscribe(std::function<void()>) {
    return std::make_unique<api::Subscription>();
}

api::TaskPtr PastSession::agree(const api::Contribution&, std::function<void(Status)> finished) {
    return in_background(std::move(finished),
                         [](const std::stop_token&) { return error(Fault::usage, "this session is over"); });
}

Result<store::Session> PastSession::record() const {
    TACIT_ASSIGN(auto record, profile_.session(view_.id));
    if (!record) return error(Fault::usage, "this session has been erased from this computer");
    return *std::move(record);
}

Status PastSession::save_result(const std::string& path) const {
    TACIT_ASSIGN(const auto kept, record());
    const auto view = shown(kept, std::nullopt);
    if (!view.result) return error(Fault::usage, "this session ended without a result");
    const auto* overlap = std::get_if<api::OverlapResult>(&*view.result);
    return write_result(path, *view.result, {}, [&] { return save_rows(path, *overlap); });
}

Status PastSession::save_rows(const std::string& path, const api::OverlapResult& result) const {
    TACIT_ASSIGN(const auto rows, profile_.session_rows(view_.id));
    if (rows) return write_stored_rows(*rows, path);
    if (result.preview.size() == result.matching_rows) return write_rows(result.header, result.preview, path);
    return error(Fault::not_supported,
                 "of the " + std::to_string(result.matching_rows) +
                     " matching rows, which were too many to keep, only the first " +
                     std::to_string(result.preview.size()) +
                     " are on this computer; all of them can be saved only before the session is closed");
}

Status PastSession::save_receipt(const std::string& path) const {
    TACIT_ASSIGN(const auto kept, record());
    if (!kept.receipt) return error(Fault::usage, "this session ended before there was an agreement to sign");
    return write_private_file(path, std::string(as_text(*kept.receipt)));
}

}  // namespace tacit::service
