package cloud.bleu.operator.page;

import cloud.bleu.report.live.ReaderShares;
import cloud.bleu.report.page.PageAccess;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks what the sender of a token may see: first in all namespaces, then in one after another. */
final class AccessReview {
  /** How long all questions about one reader may take. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String WORKLOADS = "bleuworkloads";
  private static final String WAIVERS = "sovereigntywaivers";
  private static final List<String> FACTS =
      List.of("availabilityzones", "cloudproviders", "sovereigntypolicies", "resiliencedrills");

  /** Tokens of one user that are asked about at once, of {@link AccessMemory#MOST_AT_ONCE}. */
  static final int MOST_OF_ONE = 2;

  private final ReaderShares shares = new ReaderShares(MOST_OF_ONE);
  private final ReaderReviews reviews;
  private final Supplier<@Nullable SortedSet<String>> namespaces;
  private final Supplier<String> unready;
  private final LongSupplier nanos;

  /**
   * Asks nothing yet.
   *
   * @param namespaces of which the page tells something; null while there is no page
   * @param unready why there is none
   * @param nanos a clock that nobody can set
   */
  AccessReview(
      ReaderReviews reviews,
      Supplier<@Nullable SortedSet<String>> namespaces,
      Supplier<String> unready,
      LongSupplier nanos) {
    this.reviews = reviews;
    this.namespaces = namespaces;
    this.unready = unready;
    this.nanos = nanos;
  }

  /** What the sender of a token may see; nothing while the API server does not answer. */
  AccessAnswer of(String token) {
    long begun = nanos.getAsLong();
    try {
      UserInfo user = reviews.user(token);
      if (user == null) {
        return new AccessAnswer.Unknown();
      }
      SortedSet<String> all = namespaces.get();
      return all == null ? new AccessAnswer.Unanswered(unready.get()) : shared(user, all, begun);
    } catch (LateException e) {
      return new AccessAnswer.Unanswered(
          "the API server takes too long to say what you may list, so nothing is shown; ask again");
    } catch (KubernetesClientException e) {
      return new AccessAnswer.Unanswered(
          e.getCode() == 403
              ? "the operator may not create TokenReviews and SubjectAccessReviews; install the chart"
                  + " with ui.enabled=true"
              : "the API server did not say who you are and what you may list, so nothing is shown;"
                  + " ask again");
    }
  }

  private AccessAnswer shared(UserInfo user, SortedSet<String> all, long begun)
      throws LateException {
    String name = String.valueOf(user.getUsername());
    if (!shares.take(name)) {
      return new AccessAnswer.Unanswered(
          "you ask with too many tokens at once, so nothing is shown; ask again");
    }
    try {
      return of(user, all, begun);
    } finally {
      shares.giveBack(name);
    }
  }

  private AccessAnswer of(UserInfo user, SortedSet<String> all, long begun) throws LateException {
    String name = String.valueOf(user.getUsername());
    SortedSet<String> workloads = listed(user, WORKLOADS, all, begun);
    if (workloads != null && workloads.isEmpty()) {
      return new AccessAnswer.Refused(name);
    }
    SortedSet<String> waivers = listed(user, WAIVERS, workloads == null ? all : workloads, begun);
    boolean facts = FACTS.stream().allMatch(kind -> reviews.mayList(user, kind, null));
    return new AccessAnswer.Granted(name, new PageAccess(workloads, waivers, facts));
  }

  /** The time is over before all was asked. */
  private static final class LateException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Null for all. */
  private @Nullable SortedSet<String> listed(
      UserInfo user, String resource, SortedSet<String> namespaces, long begun)
      throws LateException {
    if (reviews.mayList(user, resource, null)) {
      return null;
    }
    SortedSet<String> listed = new TreeSet<>();
    for (String namespace : namespaces) {
      if (nanos.getAsLong() - begun >= PATIENCE.toNanos()) {
        throw new LateException();
      }
      if (reviews.mayList(user, resource, namespace)) {
        listed.add(namespace);
      }
    }
    return listed;
  }
}
