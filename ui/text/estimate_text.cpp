#include "ui/text/estimate_text.h"

#include <QCoreApplication>
#include <cmath>

namespace tacit::ui {
namespace {

struct EstimateTexts {
    Q_DECLARE_TR_FUNCTIONS(Estimate)
};

QString about(double seconds) {
    const auto rounded = [](double number) { return static_cast<int>(std::min(std::round(number), 1e6)); };
    if (!(seconds >= 1)) return EstimateTexts::tr("Less than a second");
    if (seconds < 1.5) return EstimateTexts::tr("About a second");
    if (seconds < 90) return EstimateTexts::tr("About %1 seconds").arg(rounded(seconds));
    if (seconds < 90 * 60) return EstimateTexts::tr("About %1 minutes").arg(rounded(seconds / 60));
    return EstimateTexts::tr("About %1 hours").arg(rounded(seconds / 3600));
}

QString sized(std::uint64_t bytes, const QLocale& locale) {
    return locale.formattedDataSize(static_cast<qint64>(bytes), bytes < 10'000'000 ? 1 : 0,
                                    QLocale::DataSizeSIFormat);
}

QString megabits(const api::CostEstimate& estimate, const QLocale& locale) {
    return locale.toString(static_cast<qulonglong>(estimate.bits_per_second / 1'000'000));
}

}  // namespace

QString estimateText(const api::CostEstimate& estimate, const QLocale& locale) {
    const auto time = about(estimate.seconds), size = sized(estimate.bytes, locale);
    if (estimate.at_organizer && estimate.participants > 2)
        return EstimateTexts::tr(
                   "%1 and %2 of encrypted traffic among %3 participants, whatever the numbers are, if the "
                   "organizer's connection, through which all of it passes, carries %4 Mbit/s.")
            .arg(time, size, locale.toString(estimate.participants), megabits(estimate, locale));
    if (estimate.at_organizer)
        return EstimateTexts::tr(
                   "%1 and %2 of encrypted traffic, whatever the numbers are, if the connection carries %3 "
                   "Mbit/s.")
            .arg(time, size, megabits(estimate, locale));
    return EstimateTexts::tr(
               "%1 and %2 of encrypted traffic, sent and received together, if the other list is as long as "
               "yours and the connection carries %3 Mbit/s.")
        .arg(time, size, megabits(estimate, locale));
}

std::optional<Message> hostsAdvice(const api::CostEstimate& estimate, const QLocale& locale) {
    const auto& advised = estimate.advised;
    if (advised.hosts == 0) return std::nullopt;
    return Message{
        EstimateTexts::tr("It need not take that long: not everybody has to compute."),
        (advised.hosts == 2
             ? EstimateTexts::tr("If you and partner 1 compute for all, expect: %1 and %2 of encrypted "
                                 "traffic. The others hand in encrypted pieces.")
             : EstimateTexts::tr("If you, partner 1 and partner 2 compute for all, expect: %1 and %2 of "
                                 "encrypted traffic. The others hand in encrypted pieces."))
            .arg(about(advised.seconds).toLower(), sized(advised.bytes, locale)),
        EstimateTexts::tr("In return, those who compute could read all numbers if all of them joined forces, "
                          "so they should be people who would not. Your partners read who computes before "
                          "they agree.")};
}

}  // namespace tacit::ui
