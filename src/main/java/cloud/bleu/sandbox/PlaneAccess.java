package cloud.bleu.sandbox;

import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How users reach the API server of one plane, and the files by which its own programs do. */
final class PlaneAccess {
  static final String ADMIN = "bleu-admin";
  private static final String MASTERS = "system:masters";
  private static final String DEFAULT = "default";

  private final URI url;

  /**
   * The authority, and the certificate of the API server itself: a client in Java, which opens a
   * connection for each watch, then has one signature less to verify each time.
   */
  private final String trusted;

  private final Certificates certificates;
  private final Kubeconfig.Access admin;
  private final String adminByToken;

  /**
   * Writes the files.
   *
   * @param trusted certificates, PEM
   */
  PlaneAccess(URI url, String trusted, Certificates certificates, PlaneFiles files) {
    this.url = url;
    this.trusted = trusted;
    this.certificates = certificates;
    this.admin = withCertificate(ADMIN, MASTERS);
    files.write("admin.kubeconfig", Kubeconfig.of(admin));
    Tokens tokens = new Tokens();
    this.adminByToken = withToken(DEFAULT, tokens.of(ADMIN, MASTERS));
    files.write(
        "scheduler.kubeconfig",
        withToken(DEFAULT, tokens.of("system:kube-scheduler", "system:authenticated")));
    // As system:kube-controller-manager it may not write nodes without a service account per
    // controller.
    files.write(
        "controller-manager.kubeconfig",
        withToken(DEFAULT, tokens.of("bleu-controller-manager", MASTERS)));
    files.write(PlaneCommands.TOKENS, tokens.file());
  }

  /** Of the user who may do everything. */
  Kubeconfig.Access admin() {
    return admin;
  }

  /** A kubeconfig of the same user, with a token. */
  String adminByToken() {
    return adminByToken;
  }

  Kubeconfig.Access withCertificate(String user, String... groups) {
    return Kubeconfig.Access.withCertificate(
        url, trusted, DEFAULT, certificates.client(user, List.of(groups)));
  }

  /** A kubeconfig of whom the API server knows by this token. */
  String withToken(String namespace, String token) {
    return Kubeconfig.of(Kubeconfig.Access.withToken(url, trusted, namespace, token));
  }

  /**
   * Users of one plane whom its API server knows by a token that never changes: those who ask it
   * most of all. To look up a token costs it nothing, while it verifies the signature of a client
   * certificate at each request anew.
   */
  private static final class Tokens {
    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> lines = new LinkedHashMap<>();

    /** A new token of this user, member of this group; it starts with the name of the user. */
    String of(String user, String group) {
      byte[] secret = new byte[BYTES];
      random.nextBytes(secret);
      String token = user.replace(':', '-') + "-" + HexFormat.of().formatHex(secret);
      lines.put(user, "%s,%s,%s,\"%s\"\n".formatted(token, user, user, group));
      return token;
    }

    /** The text of the file for {@code --token-auth-file}. */
    String file() {
      return String.join("", lines.values());
    }
  }
}
