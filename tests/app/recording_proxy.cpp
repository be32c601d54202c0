#include "recording_proxy.h"

#include <QTcpSocket>

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
            to->write(bytes);
        };
        connect(partner, &QTcpSocket::readyRead, this, [=] { pass(partner, host); });
        connect(host, &QTcpSocket::readyRead, this, [=] { pass(host, partner); });
        connect(host, &QTcpSocket::disconnected, partner, &QTcpSocket::disconnectFromHost);
        connect(partner, &QTcpSocket::disconnected, host, &QTcpSocket::disconnectFromHost);
        connect(partner, &QTcpSocket::disconnected, partner, &QObject::deleteLater);
    }
}

void RecordingProxy::cut() {
    for (auto* socket : findChildren<QTcpSocket*>())
        if (socket->parent() == this) socket->abort();
}

}  // namespace tacit::test
