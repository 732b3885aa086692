package cloud.bleu.operator.member;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a cluster for its namespace kube-system: whether it answers, and whether it is the same one.
 * Of one that answers it asks for the version that it runs; upgrades are rare, so not each time.
 */
final class ClusterProbe {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterProbe.class);

  /** How often the version is asked for. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Function<String, @Nullable ContactFault> misplaced;
  private volatile @Nullable String uid;
  private volatile boolean replaced;
  private volatile @Nullable MemberVersion last;
  private volatile boolean asked;

  /** When the version was asked for last; null: it is at the next answer. Of the asking thread. */
  private @Nullable Long askedAt;

  /**
   * @param client that gives up soon and asks once only
   * @param misplaced what is wrong with it being the cluster of this uid, null: nothing
   */
  ClusterProbe(KubernetesClient client, Function<String, @Nullable ContactFault> misplaced) {
    this.client = client;
    this.misplaced = misplaced;
  }

  /** The uid of the namespace of the first cluster that has answered; null: none. */
  @Nullable String uid() {
    return uid;
  }

  /** Whether another cluster has answered since. */
  boolean isReplaced() {
    return replaced;
  }

  /** Asks it; returns what is wrong, null: it answers as the cluster that it is to be. */
  @Nullable ContactFault ask() {
    try {
      Namespace oldest = client.namespaces().withName("kube-system").get();
      if (oldest == null || oldest.getMetadata() == null) {
        return new ContactFault(
            "NoCluster",
            "what answers has no namespace kube-system; see the server in the kubeconfig or the"
                + " ClusterProfile",
            true);
      }
      String now = oldest.getMetadata().getUid();
      String before = uid;
      if (before != null && !before.equals(now)) {
        replaced = true;
      }
      if (replaced) {
        return new ContactFault(
            "ClusterReplaced", "another cluster answers than before; it is read anew", true);
      }
      uid = now;
      return misplaced.apply(now);
    } catch (KubernetesClientException e) {
      return isExpired() ? ContactFault.ofExpired(e) : ContactFault.of(e);
    } catch (RuntimeException e) {
      // Its words may hold credentials.
      LOG.debug("{} cannot be asked: {}", client.getMasterUrl(), e.getClass());
      return new ContactFault(
          "ClientFailed",
          "its API server cannot be asked by this kubeconfig or ClusterProfile: write another",
          false);
    }
  }

  /** Whether requests carry no token any more: then the server answers to nobody it knows. */
  private boolean isExpired() {
    OAuthTokenProvider tokens = client.getConfiguration().getOauthTokenProvider();
    return tokens != null && tokens.getToken() == null;
  }

  /** The version that it said last; null: none yet. */
  @Nullable MemberVersion version() {
    return last;
  }

  /** Whether it was asked for its version once, even if it did not state a version. */
  boolean isVersionAsked() {
    return asked;
  }

  /** It was away: what comes back may be of another version. */
  void away() {
    askedAt = null;
  }

  /**
   * Asks for the version if it is time; returns whether more is known: it was the first time, or
   * another version.
   *
   * @param now in nanoseconds, of a clock that nobody can set
   */
  boolean askVersion(long now) {
    if (askedAt != null && now - askedAt < INTERVAL.toNanos()) {
      return false;
    }
    askedAt = now;
    MemberVersion known = last;
    boolean first = !asked;
    try {
      MemberVersion said = MemberVersion.of(client.raw(MemberVersion.PATH));
      last = said == null ? known : said;
    } catch (RuntimeException e) {
      // It is not known then, which keeps nobody from working with it.
      LOG.debug("{} does not say its version: {}", client.getMasterUrl(), e.getClass());
    }
    asked = true;
    return first || (last != null && !last.equals(known));
  }
}
