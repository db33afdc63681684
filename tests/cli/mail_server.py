"""A real SMTP server on loopback, by aiosmtpd: TLS, logins, and replies as a test wants them."""

import email
import email.policy
import logging
import socket
import ssl
import subprocess
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

USER = "billing"
PASSWORD = "5ma11-p0st-0ffice-secret"


def certificate(folder):
    """A certificate for this machine that is its own authority, and its key."""
    files = folder / "mail.pem", folder / "mail.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=mail", "-addext", "subjectAltName=IP:127.0.0.1",
         "-out", files[0], "-keyout", files[1]],
        check=True, capture_output=True)
    return files


class MailServer:
    """`replies` answers to a recipient; `refuse_data` is what a whole mail is answered."""

    def __init__(self, folder, tls="starttls", login=True):
        self.mails = []  # (recipient, message)
        self.replies = {}
        self.after_data = "250 kept"
        self.mail_from = "250 OK"
        self.logins = 0
        self.certificate, key = certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        owner = self

        def authenticate(_server, _session, _envelope, _mechanism, data):
            owner.logins += 1
            good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
            # As some servers do, it repeats what it was sent.
            return AuthResult(success=good, handled=False,
                              message=None if good else f"535 no login with {data.password!r}")

        settings = {"enable_SMTPUTF8": False, "hostname": "mail.example"}
        if login:
            settings |= {"authenticator": authenticate, "auth_required": True,
                         "auth_require_tls": tls == "starttls"}
        if tls == "starttls":
            settings |= {"tls_context": context, "require_starttls": True}
        host = SMTP

        class Local(Controller):
            def factory(self):
                return host(self.handler, **settings)

            def _trigger_server(self):
                # The system chose the port.
                port = self.server.sockets[0].getsockname()[1]
                socket.create_connection(("127.0.0.1", port)).close()

        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        warnings.simplefilter("ignore", DeprecationWarning)
        self.controller = Local(self, hostname="127.0.0.1", port=0,
                                ssl_context=context if tls == "smtps" else None)
        self.controller.start()
        port = self.controller.server.sockets[0].getsockname()[1]
        self.url = f"{'smtps' if tls == 'smtps' else 'smtp'}://127.0.0.1:{port}"

    async def handle_MAIL(self, _server, _session, envelope, address, options):
        if self.mail_from.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.mail_from

    async def handle_RCPT(self, _server, _session, envelope, address, options):
        reply = self.replies.get(address, "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply

    async def handle_DATA(self, _server, _session, envelope):
        if self.after_data.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            message.raw = envelope.content
            self.mails += [(to, message) for to in envelope.rcpt_tos]
        return self.after_data

    def recipients(self):
        return [to for to, _ in self.mails]

    def environment(self):
        return {"BILLBYAGENT_SMTP_URL": self.url, "BILLBYAGENT_SMTP_USER": USER,
                "BILLBYAGENT_SMTP_PASSWORD": PASSWORD,
                "BILLBYAGENT_SMTP_FROM": "Zoë's \"MSP\" <billing@msp.example>",
                "BILLBYAGENT_SMTP_CA_FILE": str(self.certificate)}

    def stop(self):
        """Once more does no harm."""
        if self.controller:
            self.controller.stop()
        self.controller = None
