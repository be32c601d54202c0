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

}  // namespace

QString estimateText(const api::CostEstimate& estimate, const QLocale& locale) {
    const auto size = locale.formattedDataSize(
        static_cast<qint64>(estimate.bytes), estimate.bytes < 10'000'000 ? 1 : 0, QLocale::DataSizeSIFormat);
    const auto megabits = estimate.bits_per_second / 1'000'000;
    if (estimate.per_partner)
        return EstimateTexts::tr(
                   "%1 and up to %2 of encrypted traffic for each partner, whatever the numbers are, if the "
                   "connection carries %3 Mbit/s.")
            .arg(about(estimate.seconds), size, locale.toString(static_cast<qulonglong>(megabits)));
    return EstimateTexts::tr(
               "%1 and %2 of encrypted traffic, sent and received together, if the other list is as long as "
               "yours and the connection carries %3 Mbit/s.")
        .arg(about(estimate.seconds), size, locale.toString(static_cast<qulonglong>(megabits)));
}

}  // namespace tacit::ui
