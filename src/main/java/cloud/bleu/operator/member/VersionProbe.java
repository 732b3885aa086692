package cloud.bleu.operator.member;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a cluster that answers which version it runs. Upgrades are rare, so not each time. */
final class VersionProbe {

  private static final Logger LOG = LoggerFactory.getLogger(VersionProbe.class);

  /** How often it is asked. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private volatile @Nullable MemberVersion last;

  private volatile boolean asked;

  /** When it is asked again; null: at its next answer. Of the thread that asks alone. */
  private @Nullable Instant due;

  /**
   * @param client that gives up soon and asks once only
   */
  VersionProbe(KubernetesClient client) {
    this.client = client;
  }

  /** The version that it said last; null: none yet. */
  @Nullable MemberVersion last() {
    return last;
  }

  /** Whether it was asked once, even if it did not state a version. */
  boolean isAsked() {
    return asked;
  }

  /** It was away: what comes back may be of another version. */
  void away() {
    due = null;
  }

  /**
   * Asks if it is time; returns whether more is known: it was the first time, or another version.
   */
  boolean ask(Instant now) {
    if (due != null && now.isBefore(due)) {
      return false;
    }
    due = now.plus(INTERVAL);
    MemberVersion before = last;
    boolean first = !asked;
    try {
      MemberVersion said = MemberVersion.of(client.raw(MemberVersion.PATH));
      last = said == null ? before : said;
    } catch (RuntimeException e) {
      // It is not known then, which keeps nobody from working with it.
      LOG.debug("{} does not say its version: {}", client.getMasterUrl(), e.getClass());
    }
    asked = true;
    return first || (last != null && !last.equals(before));
  }
}
