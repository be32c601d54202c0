#include "recording_proxy.h"

#include <QTimer>

namespace tacit::test {

RecordingProxy::RecordingProxy(quint16 target) : target_(target) {
    listen(QHostAddress::LocalHost, 0);
    connect(this, &QTcpServer::newConnection, this, &RecordingProxy::accept);
}

void RecordingProxy::accept() {
    while (auto* partner = nextPendingConnection()) {
        auto* host = new QTcpSocket(partner);
        host->connectToHost(QHostAddress::LocalHost, target_);
        const auto pass = [this](QTcpSocket* from, QTcpSocket* to) {
            const auto bytes = from->readAll();
            recorded_ += bytes;
            if (delay_ == 0)
                to->write(bytes);
            else
                later(to, bytes);
        };
        connect(partner, &QTcpSocket::readyRead, this, [=] { pass(partner, host); });
        connect(host, &QTcpSocket::readyRead, this, [=] { pass(host, partner); });
        connect(host, &QTcpSocket::disconnected, partner, &QTcpSocket::disconnectFromHost);
        connect(partner, &QTcpSocket::disconnected, host, &QTcpSocket::disconnectFromHost);
        connect(partner, &QTcpSocket::disconnected, partner, &QObject::deleteLater);
    }
}

void RecordingProxy::later(QTcpSocket* to, const QByteArray& bytes) {
    // Each timer takes the oldest piece, as two of them need not fire in their order.
    late_[to] << bytes;
    QTimer::singleShot(delay_, to, [=, this] { to->write(late_[to].takeFirst()); });
}

void RecordingProxy::cut() {
    for (auto* socket : findChildren<QTcpSocket*>())
        if (socket->parent() == this) socket->abort();
}

}  // namespace tacit::test
