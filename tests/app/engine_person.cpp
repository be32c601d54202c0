#include "engine_person.h"

#include <QTest>
#include <future>

#include "service/engine.h"

namespace tacit::test {

EnginePerson::EnginePerson(const QString& profile, const std::string& organisation) {
    service::EngineOptions options;
    options.directory = profile.toStdString();
    auto opened = service::open_engine(options, vault_, random_, clock);
    if (!opened) qFatal("%s", opened.error().detail.c_str());
    engine_ = std::move(opened).value();
    if (engine_->profile().organisation.empty())
        if (const auto named = engine_->set_identity(organisation, "Tester"); !named)
            qFatal("%s", named.error().detail.c_str());
}

Result<api::Contribution> EnginePerson::bring(const QString& data, const std::vector<std::string>& columns) {
    std::promise<Result<api::DatasetView>> promise;
    const auto task =
        engine_->import(data.toStdString(), {},
                        {{}, [&](Result<api::DatasetView> read) { promise.set_value(std::move(read)); }});
    TACIT_ASSIGN(const auto dataset, promise.get_future().get());
    return api::Contribution{dataset.handle, columns, {}, {}};
}

api::SessionPtr EnginePerson::host(const QString& data, int partners, const QString& prefix) {
    api::Draft draft;
    draft.title = "Test session";
    draft.question = api::TotalQuestion{{"n"}};
    draft.partners = static_cast<std::uint16_t>(partners);
    draft.invitation_prefix = prefix.toStdString();
    return host(std::move(draft), data);
}

api::SessionPtr EnginePerson::host(api::Draft draft, const QString& data) {
    std::vector<std::string> columns;
    if (const auto* total = std::get_if<api::TotalQuestion>(&draft.question)) {
        columns = total->columns;
        if (!total->group.empty()) columns.push_back(total->group);
    }
    if (std::holds_alternative<api::DecisionQuestion>(draft.question)) columns = {"n"};
    if (const auto* overlap = std::get_if<api::OverlapQuestion>(&draft.question)) columns = {overlap->key};
    const auto contribution = bring(data, columns);
    if (contribution) draft.contribution = *contribution;
    auto session = contribution ? engine_->host(draft) : Result<api::SessionPtr>(contribution.error());
    if (session) return *session;
    problem = QString::fromStdString(session.error().detail);
    return nullptr;
}

api::SessionPtr EnginePerson::join(const QString& invitation) {
    const auto session = engine_->join(invitation.toStdString(), std::chrono::seconds(300));
    if (!session) {
        problem = QString::fromStdString(session.error().detail);
        return nullptr;
    }
    (void)reaches(**session, api::Stage::review);
    return *session;
}

bool EnginePerson::agree(api::Session& session, const QString& data) {
    const auto view = session.view();
    std::vector<std::string> columns;
    for (const auto& asked : view.proposal.asked) columns.push_back(asked.name);
    const auto contribution = bring(data, columns);
    const auto agreed = contribution ? session.agree(*contribution) : Status(contribution.error());
    if (!agreed) problem = QString::fromStdString(agreed.error().detail);
    return agreed.ok();
}

bool EnginePerson::reaches(const api::Session& session, api::Stage stage, int milliseconds) {
    const auto over = [](api::Stage s) { return s == api::Stage::done || s == api::Stage::failed; };
    (void)QTest::qWaitFor(
        [&] {
            const auto now = session.view().stage;
            return now == stage || over(now);
        },
        milliseconds);
    return session.view().stage == stage;
}

QString EnginePerson::sum(const api::Session& session) {
    const auto view = session.view();
    const auto* total = view.result ? std::get_if<api::TotalResult>(&*view.result) : nullptr;
    return total == nullptr ? QString() : QString::fromStdString(total->columns.at(0).sum);
}

QString EnginePerson::fault(const api::Session& session) {
    const auto view = session.view();
    return view.fault ? QString::fromUtf8(fault_name(view.fault->fault).data()) : QString();
}

}  // namespace tacit::test
