package cloud.bleu.operator.member;

import io.fabric8.kubernetes.client.Config;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster a connection leads into. The uid alone does not say it: a cluster that was restored
 * from a snapshot of another one has the same, and whoever runs a cluster may answer with any.
 *
 * @param uid of its namespace kube-system, as it says itself
 * @param server URL of its API server, as stated
 * @param authority that its certificate is signed by, as stated: base64 without white space; empty
 *     where it names none
 */
record MemberIdentity(String uid, String server, String authority) {

  static MemberIdentity of(String uid, Config config) {
    String server = config.getMasterUrl();
    return new MemberIdentity(uid, server == null ? "" : server, compact(config.getCaCertData()));
  }

  /** This connection, into a cluster that says this uid: this very object if that is its own. */
  MemberIdentity of(String now) {
    return uid.equals(now) ? this : new MemberIdentity(now, server, authority);
  }

  /** Whether both say the same uid, and what leads there vouches that it is one cluster. */
  boolean isSame(MemberIdentity other) {
    return uid.equals(other.uid) && isVouchedFor(other);
  }

  /** Whether both say the same uid, and nothing vouches that it is one cluster. */
  boolean isInDispute(MemberIdentity other) {
    return uid.equals(other.uid) && !isVouchedFor(other);
  }

  private boolean isVouchedFor(MemberIdentity other) {
    return server.equals(other.server)
        || (!authority.isEmpty() && authority.equals(other.authority));
  }

  private static String compact(@Nullable String base64) {
    return base64 == null ? "" : base64.replaceAll("\\s", "");
  }
}
