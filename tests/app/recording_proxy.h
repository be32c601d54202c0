#pragma once

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>

namespace tacit::test {

/// Stands between partners and the organizer on the loopback, passes everything on, and keeps every byte of
/// both directions: what somebody on the network path sees.
class RecordingProxy : public QTcpServer {
    Q_OBJECT
  public:
    explicit RecordingProxy(quint16 target);
    const QByteArray& recorded() const { return recorded_; }
    /// From now on everything arrives so much later, in either direction and in its order.
    void delay(int milliseconds) { delay_ = milliseconds; }
    /// Drops all connections; new ones are accepted.
    void cut();

  private:
    void accept();
    void later(QTcpSocket* to, const QByteArray& bytes);
    quint16 target_;
    int delay_ = 0;
    QHash<QTcpSocket*, QByteArrayList> late_;
    QByteArray recorded_;
};

}  // namespace tacit::test
