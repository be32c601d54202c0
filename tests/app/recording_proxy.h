#pragma once

#include <QTcpServer>

namespace tacit::test {

/// Stands between partners and the organizer on the loopback, passes everything on, and keeps every byte of
/// both directions: what somebody on the network path sees.
class RecordingProxy : public QTcpServer {
    Q_OBJECT
  public:
    explicit RecordingProxy(quint16 target);
    const QByteArray& recorded() const { return recorded_; }
    /// Drops all connections; new ones are accepted.
    void cut();

  private:
    void accept();
    quint16 target_;
    QByteArray recorded_;
};

}  // namespace tacit::test
